"""What ``competency simulate`` prints: the same results as text and as JSON."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Any

from competency_xblock.authoring.diagnostics import Diagnostic
from competency_xblock.domain.simulation.course import SimulatedCourse, Standings
from competency_xblock.domain.simulation.findings import Finding
from competency_xblock.domain.simulation.replies import LEVELS
from competency_xblock.domain.simulation.scenario import GUESSERS, Interval, OnCriterion, Simulated
from competency_xblock.domain.simulation.trainees import RANDOM, TRICKS
from competency_xblock.domain.simulation.ways import Span

from .wording import counted

KINDS = (*TRICKS, *LEVELS)
IN_FULL = 3  # scenarios; of more, a line for each is what can be read


@dataclass(frozen=True, slots=True)
class Results:
    """Everything that was simulated, and what is wrong: with the answers, or with the files themselves."""

    seed: int
    scenarios: Mapping[str, Sequence[Simulated]]
    course: SimulatedCourse | None
    problems: tuple[Finding, ...]
    errors: tuple[Diagnostic, ...]


def as_json(results: Results) -> dict[str, Any]:
    """The results in numbers, levels as keys of text."""
    return {
        "seed": results.seed,
        "guessers": GUESSERS,
        "scenarios": {name: [_variant_json(each) for each in variants] for name, variants in results.scenarios.items()},
        "course": _course_json(results.course) if results.course else None,
        "problems": [asdict(each) for each in results.problems],
        "errors": [each.to_json() for each in results.errors],
    }


def _variant_json(simulated: Simulated) -> dict[str, Any]:
    ways = simulated.ways
    return {
        "variant": simulated.scenario.variant,
        "ways": {"every": ways.every, "ways": ways.routes(), "unreached": list(simulated.unreached)},
        "endings": {name: float(share) for name, share in simulated.ends.items()},
        "grade": _span_json(ways.credit()),
        **_grades_json(simulated.random, simulated.grades),
        "criteria": {on.criterion: _criterion_json(on) for on in simulated.criteria},
        "best_way": {
            name: {"times": clue.times, "of": clue.of, "chance": float(clue.chance)}
            for name, clue in simulated.clues.items()
        },
    }


def _criterion_json(on: OnCriterion) -> dict[str, Any]:
    return {
        "credit": _span_json(on.credit),
        "tasks_on_weakest_way": _by_level(on.weakest),
        "tasks_on_typical_way": _by_level(on.typical),
        "guessers_at_3": float(on.guessed),
        "steady_offered": _by_level(on.offered),
        "steady_shown": _by_level(on.shown),
    }


def _course_json(course: SimulatedCourse) -> dict[str, Any]:
    return {
        "scenarios": course.scenarios,
        **_grades_json(course.random, course.grades),
        "standings": {
            each.criterion: {
                "scenarios": each.scenarios,
                "guessers_at_3": float(each.guessed),
                "status": {str(kind): _by_level(shares) for kind, shares in each.shares.items()},
            }
            for each in course.standings
        },
    }


def _grades_json(random: Interval | None, grades: Mapping[str | int, Fraction | None]) -> dict[str, Any]:
    middle = {name: float(getattr(random, name)) for name in ("mean", "low", "high")} if random else None
    return {RANDOM: middle, "grades": {str(kind): _float(grades[kind]) for kind in KINDS}}


def _float(grade: Fraction | None) -> float | None:
    return None if grade is None else float(grade)


def _span_json(span: Span | None) -> list[float] | None:
    return [float(span.least), float(span.most)] if span else None


def _by_level(numbers: Mapping[int, int | Fraction]) -> dict[str, float]:
    return {str(level): float(number) if isinstance(number, Fraction) else number for level, number in numbers.items()}


def as_text(results: Results) -> str:
    """The results to read, the problems last."""
    variants = [each for several in results.scenarios.values() for each in several]
    parts = [_grade_table(variants, results.course)] if variants else []
    if results.course is None and len(results.scenarios) <= IN_FULL:
        parts += map(_in_full, variants)
    if results.course:
        parts.append(_standings_table(results.course.standings))
    parts.append("\n".join([*map(str, results.errors), *map(str, results.problems), _total(results)]))
    return "\n\n".join(parts).encode("utf-8", "replace").decode("utf-8")  # file names may hold bytes that are no text


def _total(results: Results) -> str:
    many = len(results.errors) + len(results.problems)
    where = f"{counted(len(results.scenarios), 'scenario')} simulated."
    return f"{counted(many, 'problem')}; {where}" if many else f"No problems found; {where}"


def _grade_table(variants: Iterable[Simulated], course: SimulatedCourse | None) -> str:
    rows = [["grades", "ways", "random", "95 % of 1,000", *TRICKS, *(f"level {level}" for level in LEVELS)]]
    for each in variants:
        ways = f"{'all' if each.ways.every else 'some'} {each.ways.routes()}"
        rows.append([_name(each), ways, *_grades(each.random, each.grades)])
    if course:
        rows.append(["the course", "", *_grades(course.random, course.grades, places=3)])
    return _aligned(rows)


def _grades(random: Interval | None, grades: Mapping[str | int, Fraction | None], places: int = 2) -> list[str]:
    middle = f"{float(random.low):.{places}f} to {float(random.high):.{places}f}" if random else "-"
    mean = random.mean if random else None
    return [_number(mean, places), middle, *(_number(grades[kind], places) for kind in KINDS)]


def _in_full(simulated: Simulated) -> str:
    known = "Every way was followed" if simulated.ways.every else "Only ways that somebody went are known"
    rows = [["criterion", "credit", "tasks that show 1/2/3/4, weakest way", "typical way", "guessers at 3 or more"]]
    for on in simulated.criteria:
        credit = f"{float(on.credit.least):.2f} to {float(on.credit.most):.2f}" if on.credit else "-"
        rows.append([on.criterion, credit, _slashed(on.weakest), _slashed(on.typical), _percent(on.guessed)])
    clues = [f"{name} {clue.times} of {clue.of}" for name, clue in simulated.clues.items() if clue.of]
    ends = ", ".join(f"{name} {_percent(share)}" for name, share in simulated.ends.items())
    return "\n".join(
        [
            f"{_name(simulated)}: {known}: {len(simulated.ways.reached)} of {len(simulated.scenario.scenes)} scenes.",
            f"Endings, of those who guess: {ends}.",
            f"What is best on the best way: {', '.join(clues) or 'nothing to compare'}.",
            _aligned(rows),
        ]
    )


def _standings_table(standings: Iterable[Standings]) -> str:
    rows = [["standings", "scenarios", "guessers at 3 or more", *(f"level {level}" for level in LEVELS)]]
    for each in standings:
        stand = ("/".join(str(status or "-") for status in each.shares[level]) for level in LEVELS)
        rows.append([each.criterion, str(each.scenarios), _percent(each.guessed), *stand])
    return _aligned(rows)


def _name(simulated: Simulated) -> str:
    scenario = simulated.scenario
    return f"{scenario.id} ({scenario.variant})" if scenario.variant else scenario.id


def _number(grade: Fraction | None, places: int) -> str:
    return "-" if grade is None else f"{float(grade):.{places}f}"


def _percent(share: Fraction) -> str:
    return f"{100 * float(share):.1f} %"


def _slashed(counts: Mapping[int, int]) -> str:
    return "/".join(str(counts[level]) for level in LEVELS)


def _aligned(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)
