"""What a scenario says of itself."""

from tests.builders import READING, an_attempt, answered, every_kind


def test_criteria_are_listed_once_in_the_order_of_the_file():
    assert every_kind().criteria() == (READING,)


def test_only_the_trainees_own_messages_are_theirs():
    play = answered(every_kind(), attempt=an_attempt(every_kind()))
    assert [message.is_mine for message in play.messages(play.current)] == [False, True]
