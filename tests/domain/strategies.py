"""Hypothesis strategies: valid tasks of every kind, scenarios made of them, answers to them, and attempts."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from competency_xblock.domain.attempt import Attempt
from competency_xblock.domain.conditions import (
    COMPARISONS,
    All,
    AnyOf,
    Breached,
    Chose,
    Condition,
    MeanLevel,
    Not,
    SceneCredit,
    SwitchSet,
    Visits,
)
from competency_xblock.domain.engine import Play, available, make_move, replay
from competency_xblock.domain.scenario import Message, Route, Scenario, Scene
from competency_xblock.domain.tasks import (
    Action,
    Bin,
    Choose,
    Option,
    Post,
    Rank,
    Rate,
    Reflect,
    Select,
    SelfAssess,
    Settings,
    Sort,
    Switch,
    Task,
    Thread,
    ThreadAnswer,
    Whole,
    Write,
)
from tests.builders import AT, CLARITY, READING, a_scenario, an_attempt, an_item, an_option

CRITERIA = (READING, CLARITY, "privacy/consent")
Draw = Callable[[st.SearchStrategy[Any]], Any]

some_criteria = st.sampled_from([CRITERIA[:1], CRITERIA[1:], CRITERIA[::-1], CRITERIA])
level = st.integers(1, 4)
words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=30).filter(
    str.strip
)
often = st.sampled_from([False, False, False, True])


def _options(draw: Draw, names: Sequence[str], criteria: Sequence[str], targets: Sequence[str] = ()) -> list[Option]:
    """Options that rate the same criteria, one of them at level 2 or more; breaches show level 1."""
    good = draw(st.integers(0, len(names) - 1))
    options = []
    for number, name in enumerate(names):
        breach = "It tells." if number != good and draw(often) else ""
        least = 2 if number == good else 1
        levels = {each: 1 if breach else draw(st.integers(least, 4)) for each in criteria}
        goto = draw(st.sampled_from(["", *targets])) if targets else ""
        options.append(an_option(name, levels, breach=breach, goto=goto))
    return options


def _names(draw: Draw, letters: str, least: int = 2, most: int = 4) -> list[str]:
    return list(letters[: draw(st.integers(least, most))])


def a_choose(draw: Draw, targets: Sequence[str]) -> Task:
    return Choose(tuple(_options(draw, _names(draw, "abcd"), draw(some_criteria), targets)))


def a_select(draw: Draw, targets: Sequence[str]) -> Task:
    return Select(tuple(_options(draw, _names(draw, "abcd", 3), draw(some_criteria))), draw(st.integers(1, 2)))


def a_rank(draw: Draw, targets: Sequence[str]) -> Task:
    names = _names(draw, "abcde", 2, 5)
    key = tuple(draw(st.permutations(names)))
    return Rank(tuple(map(an_item, names)), key, draw(some_criteria), draw(st.integers(2, 4)))


def a_rate(draw: Draw, targets: Sequence[str]) -> Task:
    names = _names(draw, "abcd", 1)
    key = {name: draw(level) for name in names}
    return Rate(tuple(map(an_item, names)), key, draw(some_criteria), draw(st.integers(2, 4)))


def a_sort(draw: Draw, targets: Sequence[str]) -> Task:
    names, bins = _names(draw, "abcd", 1), _names(draw, "xyz")
    key = {name: draw(st.sampled_from(bins)) for name in names}
    wrong = {name: {bin: "It names clients."} for name in names for bin in bins if bin != key[name] and draw(often)}
    return Sort(
        tuple(map(an_item, names)),
        tuple(Bin(name, name) for name in bins),
        key,
        draw(some_criteria),
        draw(st.integers(2, 4)),
        draw(st.sampled_from([Fraction(0), Fraction(1, 2)])),
        wrong,
    )


def a_panel(draw: Draw, targets: Sequence[str]) -> Task:
    switches = []
    for name in _names(draw, "stu", 1, 3):
        values = _options(draw, _names(draw, "vwx", 2, 3), draw(some_criteria))
        switches.append(Switch(name, name, values[0].id, tuple(values)))
    whole = []
    for _ in range(draw(st.integers(0, 2))):
        when = SwitchSet("here", draw(st.sampled_from(switches)).id, draw(st.sampled_from("vwx")))
        whole.append(Whole(Not(when), "Too open.") if draw(often) else Whole(when, cap=draw(st.integers(2, 3))))
    return Settings("Harbour", tuple(switches), tuple(whole))


def a_thread(draw: Draw, targets: Sequence[str]) -> Task:
    posts, actions, names = _names(draw, "pq", 1, 2), _names(draw, "rs", 1, 2), _names(draw, "abc", 1, 3)
    *said, otherwise = _options(draw, [*names, ""], draw(some_criteria))
    pairs = [(draw(st.sampled_from(posts)), draw(st.sampled_from(actions))) for _ in said]
    answers = []
    for option, pair in zip(said, pairs, strict=True):
        way = replace(option, goto=draw(st.sampled_from(["", *targets])))
        answers.append(ThreadAnswer(way, *pair, free=pairs.count(pair) == 1 and draw(st.booleans())))
    return Thread(
        tuple(Post(each, "Ilse", each) for each in posts),
        tuple(Action(each, each) for each in actions),
        tuple(answers),
        otherwise,
    )


def a_write(draw: Draw, targets: Sequence[str]) -> Task:
    return Write(draw(some_criteria), revise=draw(st.integers(0, 2)))


def a_reflect(draw: Draw, targets: Sequence[str]) -> Task:
    return Reflect()


def a_self_assessment(draw: Draw, targets: Sequence[str]) -> Task:
    return SelfAssess(draw(some_criteria))


BY_KIND: dict[str, Callable[[Draw, Sequence[str]], Task]] = {
    "choose": a_choose,
    "select": a_select,
    "rank": a_rank,
    "rate": a_rate,
    "sort": a_sort,
    "settings": a_panel,
    "thread": a_thread,
    "write": a_write,
    "reflect": a_reflect,
    "self-assess": a_self_assessment,
}


@st.composite
def tasks(draw: Draw, targets: Sequence[str] = (), kind: str = "") -> Task:
    """A valid task of any kind, or of ``kind``; answers may lead to ``targets``."""
    return BY_KIND[kind or draw(st.sampled_from(sorted(BY_KIND)))](draw, targets)


def an_answer(draw: Draw, task: Task) -> Any:
    """An answer that fits the task."""
    names = [option.id for option in task.options]
    match task:
        case Choose():
            return draw(st.sampled_from(names))
        case Select():
            return draw(st.lists(st.sampled_from(names), min_size=1, max_size=task.pick, unique=True))
        case Rank():
            return draw(st.permutations(names))
        case Rate():
            return {name: draw(level) for name in names}
        case Sort():
            return {name: draw(st.sampled_from(task.bins)).id for name in names}
        case Settings():
            return {switch.id: draw(st.sampled_from(switch.values)).id for switch in task.switches}
        case Thread():
            post, action = draw(st.sampled_from(task.posts)).id, draw(st.sampled_from(task.actions)).id
            said = task.at(post, action)
            chosen = draw(st.sampled_from(said)) if said else None
            text = draw(words) if chosen and chosen.free else None
            return {"post": post, "action": action, "answer": chosen.option.id if chosen else None, "text": text}
        case Write():
            return {"text": draw(words)}
        case Reflect():
            return draw(words)
    return {name: draw(level) for name in task.criteria}


def near_misses(task: Task) -> st.SearchStrategy[Any]:
    """Anything JSON can hold, made mostly of what the task itself speaks of, so that some of it fits."""
    names = st.sampled_from([*task.names, *sorted(task.parts), "forged"])
    leaf = names | st.integers(-1, 5) | st.sampled_from([None, True, 2.5, "", "Some words", [], {}])
    return leaf | st.lists(leaf, max_size=4) | st.dictionaries(names, leaf, max_size=4)


def conditions(scenes: Sequence[str]) -> st.SearchStrategy[Condition]:
    scene, compare = st.sampled_from(scenes), st.sampled_from(sorted(COMPARISONS))
    simple = st.one_of(
        st.builds(Chose, scene, st.sampled_from("abc")),
        st.builds(SwitchSet, scene, st.just("s"), st.sampled_from("vw")),
        st.builds(MeanLevel, st.sampled_from(CRITERIA), compare, level.map(Fraction)),
        st.builds(SceneCredit, scene, compare, st.just(Fraction(1, 2))),
        st.builds(Breached, scene),
        st.builds(Visits, scene, compare, st.integers(0, 3).map(Fraction)),
    )
    both = st.tuples(simple, simple)
    return simple | simple.map(Not) | both.map(All) | both.map(AnyOf)


@st.composite
def scenarios(draw: Draw) -> Scenario:
    """One to four scenes and two ends. The last resort of a scene leads forward, all else anywhere: loops happen."""
    names = [f"s{number}" for number in range(draw(st.integers(1, 4)))]
    ends = ["end", "other-end"]
    everywhere = [*names, *ends]
    when = conditions(names)
    scenes = []
    for number, name in enumerate(names):
        task = draw(tasks(everywhere)) if number == 0 or not draw(often) else None
        routes = tuple(Route(draw(when), draw(st.sampled_from(everywhere))) for _ in range(draw(st.integers(0, 2))))
        messages = (Message("Noor", "Again?", when=draw(when)),)
        hint = draw(st.sampled_from(["", "Look twice."]))
        forward = draw(st.sampled_from([*names[number + 1 :], *ends]))
        scenes.append(Scene(name, messages=messages, hint=hint, task=task, routes=routes, goto=forward))
    return a_scenario(*scenes, *(Scene(name, end=True) for name in ends))


def a_move(draw: Draw, play: Play) -> tuple[str, Any]:
    """Any move that can be made now."""
    do = draw(st.sampled_from(sorted(available(play))))
    visit, task = play.current, play.current.scene.task
    if do == "rate":
        assert task is not None
        return do, {name: draw(level) for name in task.criteria}
    if do == "revise":
        return do, {"text": draw(words)}
    if do == "answer" and task is not None and not visit.answered:
        return do, an_answer(draw, task)
    return do, None


def moved(scenario: Scenario, attempt: Attempt, do: str, answer: Any) -> tuple[Attempt, Play]:
    """The attempt and the play after one more move."""
    request = f"r{len(attempt.moves)}"
    return make_move(scenario, attempt, do, answer, request=request, at=AT, undo_allowed=True)


@st.composite
def played(draw: Draw, most: int = 8) -> tuple[Scenario, Attempt]:
    """A scenario and an attempt at it, somewhere on its way or at its end."""
    scenario = draw(scenarios())
    attempt = an_attempt(scenario)
    for _ in range(draw(st.integers(0, most))):
        there = replay(scenario, attempt)
        if there.finished:
            break
        attempt, _ = moved(scenario, attempt, *a_move(draw, there))
    return scenario, attempt
