"""From the catalogue's truth to a `Document`. Here, and nowhere later, it is decided what a run inherits from its
specification, which regions a place lies in, and under which words a competence is found in every language."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from registry.catalogue.runs import RunView
from registry.catalogue.specification import Specification
from registry.catalogue.views import OfferData
from registry.config import Settings
from registry.kernel.text import LocalText, plain, words
from registry.search import about, facets
from registry.search.document import Document, FieldText, RunDocument, Values, seconds
from registry.vocabularies import queries as vocabularies

ONLINE = ("online",)
EVENING_FROM = "17:00"


def document(offer: OfferData, settings: Settings) -> Document:
    """The document of a public offer; cancelled runs are left out."""
    spec = offer.spec
    runs = [run for run in offer.runs if not run.cancelled]
    places = [run.place for run in runs if run.place]
    return Document(
        code=offer.code,
        stamp=offer.stamp,
        values=_values(offer),
        stated=_known({"mode": spec.modes, "language": spec.languages, "access": offer.access}),
        minutes=offer.minutes,
        listed_at=seconds(offer.listed_at) or 0,
        examined=offer.examined,
        confirm_by=seconds(offer.confirm_by),
        title=dict(offer.title),
        texts=tuple(_texts(offer)),
        provider_name=offer.provider_name,
        localities=tuple(dict.fromkeys(place.locality for place in places if place.locality)),
        runs=tuple(run_document(run, offer, settings) for run in runs),
    )


def run_document(run: RunView, offer: OfferData, settings: Settings) -> RunDocument:
    """The document of one run. What the run does not say of mode and language is what its specification says."""
    letter, times = run.letter, run.times
    modes = (letter["mode"],) if letter.get("mode") else offer.spec.modes
    online = tuple(modes) == ONLINE
    place = None if online else run.place
    first, last = _months(run, ZoneInfo(settings.zone))
    values: dict[str, Iterable[str]] = {
        "mode": modes,
        "language": letter.get("language") or offer.spec.languages,
        "access": (*offer.access, *(run.place.access if run.place else ())),
        "region": about.regions(place) if place else (),
        "time": _times(letter.get("schedule") or {}),
    }
    return RunDocument(
        code=run.code,
        values={**_known(values), facets.TOWN: (words(place.locality),) if place and place.locality else ()},
        starts=seconds(times.starts),
        ends=seconds(times.ends),
        opens=seconds(times.opens),
        closes=seconds(times.closes),
        first_month=first,
        last_month=last,
        rolling=times.rolling,
        bookable=run.left != 0 and not times.on_request,
        online=online,
        point=(place.lat_e6, place.lon_e6) if place and place.lat_e6 is not None and place.lon_e6 is not None else None,
        price=run.payable(settings.currency),
    )


def _values(offer: OfferData) -> Values:
    spec = offer.spec
    values: dict[str, Iterable[Any]] = {
        "kind": [spec.kind],
        "competence": [*offer.competences, *(code.partition(".")[0] for code in offer.competences)],
        "level": [outcome.level for outcome in spec.outcomes],
        "eqf": [spec.eqf if isinstance(spec.eqf, int) else None],
        "setting": [spec.setting],
        "target": spec.target_groups,
        "credential": [offer.credential],
        "provider": [offer.provider_slug],
    }
    return _known(values)


def _known(values: Mapping[str, Iterable[Any]]) -> Values:
    """The values, each once and as the filters spell them; a value of a closed list that is not in it (a region of an
    older edition of NUTS, say) can be asked for by nobody and is left out."""
    known: dict[str, tuple[str, ...]] = {}
    for name, items in values.items():
        scheme = facets.BY_NAME[name].scheme
        spelt = (_spelt(name, str(item)) for item in items if item)
        known[name] = tuple(dict.fromkeys(item for item in spelt if scheme is None or _is_listed(scheme, item)))
    return known


def _spelt(name: str, value: str) -> str:
    return value.partition("-")[0].lower() if name == "language" and not _is_listed("language", value) else value


def _is_listed(scheme: str, code: str) -> bool:
    row = vocabularies.concept(scheme, code)
    return row is not None and not row.deprecated


def _texts(offer: OfferData) -> Iterator[FieldText]:
    spec = offer.spec
    yield from _local("title", spec.title)
    yield from _local("title", spec.credential.title if spec.credential else None)
    for outcome in spec.outcomes:
        yield from _local("outcomes", outcome.title)
    yield from _local("summary", spec.summary)
    for code in offer.competences:
        yield from (FieldText("competence", language, name) for _code, language, name in about.competence(code))
    for subject in spec.subjects:
        yield FieldText("competence", spec.language, subject)
    yield from about.texts(offer)
    # in one piece, and where no beginning of a word is looked for: a code is found whole or not at all
    yield FieldText("body", "", about.code_word(offer.code))
    for text in body(spec):
        yield from _local("body", text)


def body(spec: Specification) -> Iterator[LocalText | None]:
    """The texts that are searched as the body; the reason given for a result is looked for in the same."""
    yield from (spec.description, spec.audience, spec.method, spec.prerequisites)
    if spec.assessment:
        yield spec.assessment.text
    if spec.guidance:
        yield spec.guidance.helps_with
    if spec.validation:
        yield from (spec.validation.standard, spec.validation.evidence, spec.validation.receives)


def _local(field: str, text: Mapping[str, str] | None) -> Iterator[FieldText]:
    for language, said in (text or {}).items():
        yield FieldText(field, language, plain(said) if field == "body" else said)


def _times(schedule: Mapping[str, Any]) -> Iterable[str]:
    """The times of day as given, else as the pattern of days and hours shows them."""
    if schedule.get("times"):
        return list(schedule["times"])
    found = set()
    for part in schedule.get("pattern") or ():
        days = set(part.get("days") or ())
        if days & {"sa", "su"}:
            found.add("weekend")
        if part.get("from") and (not days or days - {"sa", "su"}):
            found.add("evening" if part["from"] >= EVENING_FROM else "day")
    return sorted(found)


def _months(run: RunView, zone: ZoneInfo) -> tuple[int | None, int | None]:
    """First and last month in which one can start; for a run that may start on any day those of its enrolment."""
    times = run.times
    if not times.rolling:
        month = _month(times.starts, zone)
        return month, month
    begins = max((moment for moment in (times.starts, times.opens) if moment), default=None)
    last = datetime.fromtimestamp(times.closes.timestamp() - 1, UTC) if times.closes else None
    return _month(begins, zone), _month(last, zone)


def _month(moment: datetime | None, zone: ZoneInfo) -> int | None:
    if moment is None:
        return None
    day = moment.astimezone(zone)
    return day.year * 12 + day.month - 1
