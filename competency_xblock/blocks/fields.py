"""A field for long texts."""

from typing import Any

from xblock.fields import String


class LongText(String):
    """Cleaned of characters XML cannot hold when it is set, and not again at each reading as ``String`` does.

    A scenario of 500 scenes is some hundred kilobytes, and a reading costs milliseconds otherwise.
    """

    def _sanitize(self, value: Any) -> Any:
        return value

    def __set__(self, xblock: Any, value: Any) -> None:
        super().__set__(xblock, super()._sanitize(value))
