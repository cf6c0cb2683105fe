"""A key is corrected, the new package put in place, what was played judged again: old result and new are both kept."""

import re
from fractions import Fraction

import pytest
from click.testing import CliRunner, Result
from django.test import Client
from django.urls import reverse

from competency_xblock.cli import main
from competency_xblock.evidence import api
from competency_xblock.evidence import models as evidence
from tests.blocks.hosting import scenario_xml
from tests.player.courseware.packages import an_archive
from tests.sample import SAMPLE_SCENARIO

USAGE = "block-v1:Org+Course+Run+type@competency_scenario+block@sample"
FIGURES = "levels: {online-writing/reading: 2, online-writing/direction: 1}"
BEST = "levels: {online-writing/reading: 3, online-writing/direction: 2}"
SECOND = "levels: {online-writing/reading: 2, online-writing/direction: 2}"
WAITS = "overlooks: She has to wait for facts."
CORRECTED = (
    SAMPLE_SCENARIO.replace(BEST, SECOND)
    .replace(FIGURES, BEST)
    .replace(WAITS, f"{WAITS}\n          moves-up: Add one.")
)


@pytest.fixture
def old_course(home, settings):
    home.mkdir()
    settings.COMPETENCY_PACKAGE.write_bytes(an_archive({"unit": scenario_xml(SAMPLE_SCENARIO)}))


def competency(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def put_in_place(tmp_path, source: str) -> None:
    file = tmp_path / "new.tar.gz"
    file.write_bytes(an_archive({"unit": scenario_xml(source)}))
    assert competency("install", str(file)).exit_code == 0


def play(client: Client, option: str, request: str = "request-first") -> None:
    """Answer the one question with the option that begins with these words, to the end."""
    begun = client.post(reverse("courseware:handler", args=[USAGE, "begin"]), {"request": request}, "application/json")
    page = begun.json()["html"]
    attempt = re.search(r'data-attempt="(\w+)"', page)[1]
    token = next(
        value
        for value, words in re.findall(r'value="(\w+)".*?<p>(.*?)</p>', page, re.DOTALL)
        if words.startswith(option)
    )
    move = {"attempt": attempt, "seen": 0, "request": f"{request}-move", "do": "answer", "answer": token}
    done = client.post(reverse("courseware:handler", args=[USAGE, "move"]), move, "application/json")
    assert done.status_code == 200, done.content
    assert done.json()["finished"]


def score_on_the_outline(client: Client) -> str:
    return re.search(r"score so far (\d+) %", client.get("/").content.decode())[1]


@pytest.fixture
def client_of_trainee(trainee):
    client = Client()
    client.force_login(trainee)
    return client


def test_after_rescoring_the_new_score_is_shown_and_both_results_are_kept(
    old_course, trainee, client_of_trainee, tmp_path
):
    play(client_of_trainee, "Give the entry figures")
    assert score_on_the_outline(client_of_trainee) == "25"
    put_in_place(tmp_path, CORRECTED)
    assert score_on_the_outline(client_of_trainee) == "25"

    done = competency("rescore", "sample")

    assert done.exit_code == 0, done.output
    assert done.stdout == f"{USAGE}  1 rescored (1 with another score), 0 unchanged, 0 kept\n"
    assert score_on_the_outline(client_of_trainee) == "100"
    (played,) = api.attempts_at(USAGE)
    assert [(result.revision, result.grade) for result in played.results] == [(1, Fraction(1))]
    old, new = api.version_texts(played.attempt.version), api.version_texts(played.results[0].version)
    assert FIGURES in old.source
    assert FIGURES not in new.source
    judged = evidence.Result.objects.get().judged
    assert {(each["criterion"], each["credit"], each["level"]) for each in judged} == {
        ("online-writing/reading", "1", 3),
        ("online-writing/direction", "1", 2),
    }
    assert len(played.attempt.moves) == 1


def test_rescoring_again_adds_nothing(old_course, trainee, client_of_trainee, tmp_path):
    play(client_of_trainee, "Give the entry figures")
    put_in_place(tmp_path, CORRECTED)
    competency("rescore")
    assert "0 rescored (0 with another score), 1 unchanged, 0 kept" in competency("rescore").output
    assert evidence.Result.objects.count() == 1
    assert score_on_the_outline(client_of_trainee) == "100"


def test_a_correction_taken_back_is_a_third_result(old_course, trainee, client_of_trainee, tmp_path):
    play(client_of_trainee, "Give the entry figures")
    for source in (CORRECTED, SAMPLE_SCENARIO):
        put_in_place(tmp_path, source)
        competency("rescore")
    (played,) = api.attempts_at(USAGE)
    assert [result.grade for result in played.results] == [Fraction(1), Fraction(1, 4)]
    assert played.results[-1].version == played.attempt.version
    assert score_on_the_outline(client_of_trainee) == "25"


def test_an_attempt_under_way_is_not_judged(old_course, trainee, client_of_trainee, tmp_path):
    begin = reverse("courseware:handler", args=[USAGE, "begin"])
    client_of_trainee.post(begin, {"request": "request-first"}, "application/json")
    put_in_place(tmp_path, CORRECTED)
    assert "0 rescored (0 with another score), 0 unchanged, 0 kept" in competency("rescore").output
    assert not evidence.Result.objects.exists()


def test_everybody_gets_the_score_of_their_own_answer(
    old_course, trainee, client_of_trainee, tmp_path, django_user_model
):
    ilse = Client()
    ilse.force_login(django_user_model.objects.create_user("ilse"))
    play(client_of_trainee, "Give the entry figures")
    play(ilse, "Name the course", "request-of-ilse")
    before = score_on_the_outline(ilse)
    put_in_place(tmp_path, CORRECTED)
    assert "2 rescored (1 with another score), 0 unchanged, 0 kept" in competency("rescore").output
    assert (score_on_the_outline(client_of_trainee), score_on_the_outline(ilse)) == ("100", before)
