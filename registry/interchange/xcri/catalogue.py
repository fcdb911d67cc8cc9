"""A whole XCRI file: the catalogue, its providers, their courses. Courses without a presentation are kept; one that
repeats a key is refused with both lines; a fault of form, or a root that is no catalogue, refuses the file."""

import hashlib
from dataclasses import replace
from typing import Any

from registry.interchange import richtext, xml
from registry.interchange.languages import Languages
from registry.interchange.record import Feed, FileRefused, Problem, ProviderRecord, Record, Remarks, RunRecord, Where
from registry.interchange.source_key import key_of, source_key, spelled
from registry.interchange.xcri.elements import XCRI_11, XCRI_12, Scope, children, first, name, names, words
from registry.interchange.xcri.places import given, merge, place, provider_name, provider_values
from registry.interchange.xcri.runs import run
from registry.interchange.xcri.specification import specification

FORMAT = "xcri"
VERSIONS = {XCRI_11: "1.1", XCRI_12: "1.2"}
# what a value nobody foresaw may raise in a reader; such a record is refused, the others are read
_UNREADABLE = (ValueError, ArithmeticError, LookupError, TypeError, RecursionError)
_DELETED = "3"  # XCRI 1.1's recstatus of a course that is no longer offered
_Seen = dict[str, int | None]  # the keys of a provider's records with the line of each
_CATALOGUE_ELEMENTS = names("provider description title identifier url image subject type date contributor hasPart")


def recognises(root: Any) -> bool:
    """Is this the root of an XCRI file?"""
    return root.tag.rpartition("}")[0][1:] in VERSIONS


def read(data: bytes, languages: Languages) -> Feed:
    """Read an XCRI-CAP 1.1 or 1.2 file; raises FileRefused with line and reason when it cannot be read as a whole."""
    remarks = Remarks()
    root = xml.parse(data, remarks).root
    if not recognises(root) or name(root) not in ("catalog", "provider"):
        told = f"The root element is “{name(root)}”, not the catalog of an XCRI-CAP 1.1 or 1.2 file."
        hint = f"Expected <catalog> in the namespace {XCRI_12}."
        raise FileRefused(Problem(Where(None, root.sourceline, "file"), told, str(root.tag), hint))
    scope = Scope(remarks, languages)
    if name(root) == "catalog":
        scope.strangers(root, _CATALOGUE_ELEMENTS)
    providers: dict[str, ProviderRecord] = {}
    seen: dict[str, _Seen] = {}
    for element in [root] if name(root) == "provider" else children(root, "provider"):
        try:
            _add_provider(element, scope, providers, seen)
        except _UNREADABLE as error:
            told = "This provider cannot be read."
            hint = "Correct it at the source."
            where = Where(None, element.sourceline, "provider")
            raise FileRefused(Problem(where, told, str(error)[:200], hint)) from error
    version = VERSIONS[root.tag.rpartition("}")[0][1:]]
    return Feed(FORMAT, version, list(providers.values()), remarks, hashlib.sha256(data).hexdigest())


def _add_provider(element: Any, scope: Scope, providers: dict[str, ProviderRecord], seen: dict[str, _Seen]) -> None:
    """Read a provider element; one met before (by key, else by name) only adds its courses, to those `seen` of it."""
    key = source_key(given(element)) or provider_name(element)
    provider = providers.setdefault(key, ProviderRecord(element.sourceline, {}))
    scope = replace(scope.letter(None), remarks=provider.remarks)
    values = provider_values(element, scope)
    provider.values = provider.values or values
    known = seen.setdefault(key, {})
    for course in children(element, "course"):
        if course.get("recstatus") == _DELETED:
            told = "The source marks this as deleted; it was left out."
            scope.remarks.each(
                scope.where(course, "recstatus"), "deleted-at-source", words(first(course, "title")), told
            )
            continue
        record = _record(course, scope, provider)
        _refuse_repeated(record, known)
        provider.records.append(record)


def _record(course: Any, scope: Scope, provider: ProviderRecord) -> Record:
    identifiers = given(course)
    key = key_of(source_key(identifiers) or words(first(course, "url")))
    scope = scope.letter(key or None)
    record = Record(key, course.sourceline, {}, identifiers=spelled(identifiers))
    try:
        _fill(record, course, scope, provider)
    except _UNREADABLE as error:
        told = "Something in this cannot be read at all."
        hint = "Correct it at the source; nothing of this record was taken."
        record.problems.append(Problem(Where(key or None, record.line), told, str(error)[:200], hint))
    if not key:
        title = words(first(course, "title"))
        told = "This has no identifier and no address, so it could not be recognised when the file is read again."
        hint = "Give each course a dc:identifier that never changes."
        record.problems.append(Problem(Where(None, record.line, "identifier"), told, title, hint))
    elif not identifiers:
        told = "This has no identifier; its address is used as its key."
        scope.remarks.each(scope.where(course, "identifier"), "no-identifier", key, told)
    return record


def _fill(record: Record, course: Any, scope: Scope, provider: ProviderRecord) -> None:
    """Read the runs, then the specification, which takes from them what the course leaves unsaid."""
    title = richtext.plain(titles[0]) if (titles := children(course, "title")) else ""
    for presentation in children(course, "presentation"):
        record.runs.append(_run(presentation, scope, provider, title))
    record.letter = specification(course, scope, record.runs)
    _refuse_repeated_runs(record)


def _run(presentation: Any, scope: Scope, provider: ProviderRecord, title: str) -> RunRecord:
    """One run and its place; of several venues the first is the place, the others are kept as text."""
    inner = scope.letter(scope.record)
    found = [venue for element in children(presentation, "venue") if (venue := place(element, inner))]
    for key, values in found:
        merge(provider.places, key, values)
    for _key, values in found[1:]:
        inner.keep("venue", ", ".join(str(values[part]) for part in ("name", "street", "postcode") if part in values))
        told = "A run takes place in one place; further venues were kept as text."
        inner.once(presentation, "venue", "several-venues", told)
    return run(presentation, inner, title, found[0][0] if found else None)


def _refuse_repeated(record: Record, seen: _Seen) -> None:
    if not record.key:
        return
    if record.key in seen:
        told = f"The key stands twice in this file: first in line {seen[record.key]}, again in line {record.line}."
        hint = "Give each course an identifier of its own; the first one was taken."
        record.problems.append(Problem(Where(record.key, record.line, "identifier"), told, record.key, hint))
    else:
        seen[record.key] = record.line


def _refuse_repeated_runs(record: Record) -> None:
    """A run whose key an earlier run of this record has is left out, with both lines."""
    firsts: dict[str, RunRecord] = {}
    for item in record.runs:
        first_one = firsts.setdefault(item.key, item)
        if first_one is not item:
            told = f"The run's key stands twice: first in line {first_one.line}, again in line {item.line}."
            where = Where(record.key, item.line, "runs.identifier")
            record.run_problems.append(
                Problem(where, told, item.key, "Give each presentation an identifier of its own.")
            )
    record.runs = list(firsts.values())
