"""What every reader hands over, whatever the format: providers with their places and records, each record an offer's
letter with its runs, and beside them what was odd (`Remark`) and what could not be taken at all (`Problem`). Nothing
here knows a database."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from registry.kernel.errors import Invalid

Letter = dict[str, Any]


@dataclass(frozen=True)
class Where:
    """A spot in the file: the record's key (None outside any), the line, the field as we call it."""

    record: str | None = None
    line: int | None = None
    field: str | None = None


@dataclass(frozen=True)
class Remark:
    """Something odd that did not stop the import; `value` is what stood there, as given."""

    where: Where
    code: str
    value: str
    message: str

    def to_letter(self) -> Letter:
        """The report's shape of a warning."""
        return {**_spot(self.where), "code": self.code, "value": self.value, "message": self.message}


@dataclass(frozen=True)
class Problem:
    """Why a record, or the whole file, was refused, and what would help."""

    where: Where
    message: str
    value: str = ""
    hint: str = ""

    def to_letter(self) -> Letter:
        """The report's shape of a problem."""
        return {**_spot(self.where), "value": self.value, "message": self.message, "hint": self.hint}


class FileRefused(Invalid):
    """The whole file cannot be taken; nothing was changed. `problems` say where and why."""

    code = "file-refused"

    def __init__(self, *problems: Problem) -> None:
        super().__init__({"file": [problem.message for problem in problems]}, problems[0].message)
        self.problems = problems


class Remarks:
    """Collects remarks. What each reader of the report must see one by one goes through `each`; what would only repeat
    itself (an element we do not know, four hundred times) through `once`, which keeps the first and counts the others.
    """

    def __init__(self) -> None:
        self._all: list[Remark] = []
        self._kinds: dict[tuple[str, str | None, str], tuple[int, int]] = {}
        self._firsts: set[str] = set()

    def each(self, where: Where, code: str, value: str, message: str) -> None:
        """Keep this remark by itself."""
        self._all.append(Remark(where, code, _short(value), message))

    def once(self, where: Where, code: str, value: str, message: str) -> None:
        """Keep the first remark of this kind (code, field and value alike) and count the rest."""
        kind = (code, where.field, value)
        if kind in self._kinds:
            position, count = self._kinds[kind]
            self._kinds[kind] = (position, count + 1)
            return
        self._kinds[kind] = (len(self._all), 1)
        self.each(where, code, value, message)

    def first(self, where: Where, code: str, value: str, message: str) -> None:
        """Keep only the first remark with this code: it holds for the whole file."""
        if code not in self._firsts:
            self._firsts.add(code)
            self.each(where, code, value, message)

    def __iter__(self) -> Iterator[Remark]:
        """Every remark in the order found, repeated kinds with their count."""
        counts = dict(self._kinds.values())
        for position, remark in enumerate(self._all):
            count = counts.get(position, 1)
            told = f"{remark.message} ({count} times in this file; here is the first.)"
            yield replace(remark, message=told) if count > 1 else remark


@dataclass
class RunRecord:
    """One run: its key in the source, its line, its letter, and the key of its place among the provider's places."""

    key: str
    line: int | None
    letter: Letter
    place: str | None = None


@dataclass
class Record:
    """One offer: its key in the source, its line, the specification's letter, its runs and all identifiers as given.

    A record with problems is refused as a whole, and `key` may then be empty; run problems say which runs were left
    out.
    """

    key: str
    line: int | None
    letter: Letter
    runs: list[RunRecord] = field(default_factory=list)
    identifiers: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    run_problems: list[Problem] = field(default_factory=list)


@dataclass
class ProviderRecord:
    """One provider of the file: column values as the providers' service takes them, places by key, records in file
    order, and what was odd about any of these."""

    line: int | None
    values: Letter
    places: dict[str, Letter] = field(default_factory=dict)
    records: list[Record] = field(default_factory=list)
    remarks: Remarks = field(default_factory=Remarks)

    @property
    def name(self) -> str:
        """The provider's name as the file gives it; empty when it gives none."""
        return str(self.values.get("name", ""))


@dataclass
class Feed:
    """One file as read: our name of the format, its version, the providers in it, and what was odd about the file as a
    whole."""

    format: str
    version: str
    providers: list[ProviderRecord]
    about: Remarks
    sha256: str = ""

    @property
    def remarks(self) -> list[Remark]:
        """Everything odd, in file order."""
        return self.remarks_on(*self.providers)

    def remarks_on(self, *providers: ProviderRecord) -> list[Remark]:
        """The remarks on the file and on these of its providers, in file order."""
        told = [remark for remarks in (self.about, *(one.remarks for one in providers)) for remark in remarks]
        return sorted(told, key=lambda remark: remark.where.line or 0)


def _spot(where: Where) -> Letter:
    return {"record": where.record, "line": where.line, "field": where.field}


def _short(value: str) -> str:
    value = " ".join(value.split())
    return value if len(value) <= 200 else value[:199] + "…"
