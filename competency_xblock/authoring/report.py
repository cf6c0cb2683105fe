"""Collects the diagnostics of one file while it is read."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from .catalogue import Code
from .diagnostics import Diagnostic, Severity, Span, did_you_mean, in_reading_order, listed
from .tree import Place

MOST = 200  # problems of one file; past that the cause is one mistake, and no reader wants the rest


class Report:
    """The problems found so far in the file at ``path``."""

    __slots__ = ("_found", "_last", "path")

    def __init__(self, path: str) -> None:
        self.path = path
        self._found: list[Diagnostic] = []
        self._last: Span | None = None

    def add(
        self, code: Code, place: Place, message: str, hint: str = "", *, meant: tuple[str, Iterable[str]] | None = None
    ) -> None:
        """Note one mistake at ``place``. ``meant`` = (word, known words) starts the hint with the nearest known one."""
        if self.is_full:
            self._last = self._last or Span(self.path, place.line + 1, place.column + 1)
            return
        guess = did_you_mean(*meant) if meant else ""
        span = Span(self.path, place.line + 1, place.column + 1)
        self._found.append(Diagnostic(code.id, code.severity, message, f"{guess} {hint}".strip(), span))

    @property
    def is_full(self) -> bool:
        """Whether more problems would not be shown."""
        return len(self._found) >= MOST

    @property
    def has_errors(self) -> bool:
        """Whether anything stands in the way of a value."""
        return any(each.severity is Severity.ERROR for each in self._found)

    @property
    def count(self) -> int:
        """How many problems were noted; compare two readings of it to see whether a part was clean."""
        return len(self._found)

    def silence(self, codes: Iterable[str]) -> set[str]:
        """Drop the warnings with these codes; returns the codes that dropped something."""
        wanted = frozenset(codes)
        silenced = [each for each in self._found if each.severity is Severity.WARNING and each.code in wanted]
        self._found = [each for each in self._found if each not in silenced]
        return {each.code for each in silenced}

    def absorb(self, variants: Mapping[str, "Report"]) -> None:
        """Take over what was found in each variant, once; what not all of them have says where it is."""
        found: dict[tuple[Span, str, str], tuple[Diagnostic, dict[str, None]]] = {}
        for name, report in variants.items():
            self._last = self._last or report._last
            for each in report._found:
                found.setdefault((each.span, each.code, each.message), (each, {}))[1][name] = None
        for each, names in found.values():
            if self.is_full:
                self._last = self._last or each.span
                return
            where = "" if len(names) == len(variants) else f"Found in the variant {listed(names, 'and')}."
            self._found.append(replace(each, hint=f"{each.hint} {where}".strip()))

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Everything noted, in reading order."""
        found = list(self._found)
        if self._last is not None:
            code = Code.TOO_MANY
            message = f"There are more than {MOST} problems; the first {MOST} found are shown."
            found.append(Diagnostic(code.id, code.severity, message, "Mend these and check again.", self._last))
        return in_reading_order(found)
