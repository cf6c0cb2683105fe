"""What a scenario says of itself."""

from tests.builders import READING, an_attempt, answered, every_kind


def test_criteria_are_listed_once_in_the_order_of_the_file():
    assert every_kind().criteria() == (READING,)


def test_texts_for_search_hold_what_is_shown_and_no_feedback():
    texts = list(every_kind().texts())
    assert {"Example", "An example.", "Hello?", "What do you answer?"} <= set(texts)
    assert not any("It draws." in text for text in texts)


def test_only_the_trainees_own_messages_are_theirs():
    play = answered(every_kind(), attempt=an_attempt(every_kind()))
    assert [message.is_mine for message in play.messages(play.current)] == [False, True]
