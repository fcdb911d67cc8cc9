"""What a program can look at by itself before a person does: pure functions from an offer to a state with its evidence
in words, each named by the criteria of the rules that it helps to judge. They decide nothing; a check that cannot know
says so."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from urllib.parse import urlsplit

from registry.catalogue import holding
from registry.catalogue.elements import ATTENDANCE, MISSING, elements
from registry.catalogue.runs import RunView, coming
from registry.catalogue.specification import Specification, digital_share
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import ngettext
from registry.kernel.lengths import length
from registry.kernel.web_address import host, is_within
from registry.quality.criteria import Edition
from registry.quality.flags import FlagView

OK, DOUBT, FAILS, UNKNOWN = "ok", "doubt", "fails", "unknown"


@dataclass(frozen=True)
class Looked:
    """What there is to look at: the content, the runs, the flags computed before, the provider's own web address, the
    hosts the desk has refused for it, and the rules in force."""

    spec: Specification
    rules: Edition
    runs: tuple[RunView, ...] = ()
    flags: Collection[FlagView] = ()
    home: str | None = None
    refused: Collection[str] = ()


@dataclass(frozen=True)
class Check:
    """One result: the check's name, the criterion it helps to judge, OK, DOUBT, FAILS or UNKNOWN, and why."""

    name: str
    criterion: str
    state: str
    words: str


Said = tuple[str, str]  # state and words


def run(looked: Looked) -> list[Check]:
    """Every check that applies, in the order of the criteria."""
    found = []
    for criterion in looked.rules.of_kind(looked.spec.kind):
        for name in criterion.checks:
            said = CHECKS[name](looked)
            if said is not None:
                found.append(Check(name, criterion.code, *said))
    return found


def _hours(looked: Looked) -> Said | None:
    spec = looked.spec
    whole = spec.workload.minutes if spec.workload else None
    parts = [outcome.minutes for outcome in spec.outcomes if outcome.minutes is not None]
    if whole is None or len(parts) < len(spec.outcomes) or not parts:
        return UNKNOWN, _("Not every part states its hours.")
    words = _("The outcomes take %(parts)s of %(whole)s.", parts=length(sum(parts)), whole=length(whole))
    contact = spec.workload.contact_minutes if spec.workload else None
    if sum(parts) > whole or (contact or 0) > whole:
        return FAILS, words
    return (OK if 2 * sum(parts) >= whole else DOUBT), words


def _digital_share(looked: Looked) -> Said | None:
    share, needed = digital_share(looked.spec), looked.rules.digital_share
    if share is None:
        return UNKNOWN, _("Not every part states its hours.")
    words = _("%(share)s %% of the hours serve a competence; %(needed)s %% are needed.", share=share, needed=needed)
    return (OK if share >= needed else FAILS), words


def _elements(looked: Looked) -> Said | None:
    if not _is_micro(looked.spec):
        return None
    missing = [element.number for element in elements(looked.spec) if element.mandatory and element.state == MISSING]
    if not missing:
        return OK, _("Every element of the standard that a catalogue can give is there.")
    numbers = ", ".join(map(str, missing))
    return FAILS, _("Missing elements of the standard, by their number: %(numbers)s.", numbers=numbers)


def _attendance(looked: Looked) -> Said | None:
    types = looked.spec.assessment.types if looked.spec.assessment else ()
    if not _is_micro(looked.spec):
        return None
    if types == ATTENDANCE or not types:
        return FAILS, _("Nothing but attendance is asked for; that makes no micro-credential.")
    return OK, _("More than attendance is asked for.")


def _assessed(looked: Looked) -> Said | None:
    spec = looked.spec
    gives = spec.credential.type if spec.credential else None
    if gives not in ("micro", "certificate") and spec.kind == "training":
        return None
    types = spec.assessment.types if spec.assessment else ()
    if not types and spec.kind == "validation":
        return None
    if not types:
        return FAILS, _("It is not said how one proves what was learnt.")
    if types == ATTENDANCE:
        return DOUBT, _("The certificate only proves attendance.")
    return OK, _("It is said how one proves what was learnt.")


def _enrol_address(looked: Looked) -> Said | None:
    enrol = looked.spec.enrol
    addresses = [enrol.url] if enrol and enrol.url else []
    addresses += filter(None, (holding.address(run.given) for run in looked.runs))
    if not addresses:
        return UNKNOWN, _("No address to enrol at; the way is told in words.")
    hosts = sorted(filter(None, {host(url) for url in addresses}))
    home = host(looked.home)
    refused = [at for at in hosts if at in looked.refused]
    if refused:
        said = _("One enrols at %(hosts)s, which the registry has refused for this provider.", hosts=", ".join(refused))
        return FAILS, said
    if any(urlsplit(url).scheme != "https" for url in addresses):
        return DOUBT, _("An address to enrol at is not encrypted.")
    foreign = [at for at in hosts if home and not is_within(at, home)]
    if foreign:
        return DOUBT, _("One enrols at %(hosts)s, which is not the provider's own.", hosts=", ".join(foreign))
    return OK, _("One enrols at %(hosts)s.", hosts=", ".join(hosts))


def _price(looked: Looked) -> Said | None:
    spec = looked.spec
    if spec.kind == "guidance":
        return (OK, _("The price is stated.")) if spec.guidance and spec.guidance.cost else (FAILS, _("No price."))
    ahead = coming(looked.runs)
    if not ahead:
        return UNKNOWN, _("No run ahead states a price.")
    without = [run for run in ahead if not run.prices]
    if not without:
        return OK, _("Every run ahead states its price.")
    words = ngettext("%(num)s run ahead states no price.", "%(num)s runs ahead state no price.", len(without))
    return (FAILS if len(without) == len(ahead) else DOUBT), words


def _level(looked: Looked) -> Said | None:
    spec = looked.spec
    if isinstance(spec.eqf, int) and spec.level_none:
        return FAILS, _("A level is stated, and that none applies.")
    without = [outcome for outcome in spec.outcomes if outcome.competence and outcome.level is None]
    if without:
        words = ngettext("%(num)s outcome has no level.", "%(num)s outcomes have no level.", len(without))
        return DOUBT, words
    assured = spec.credential.quality_assurance if spec.credential else ()
    if isinstance(spec.eqf, int) and not assured:
        return DOUBT, _("A level of the European framework is stated, but not who assigned it.")
    return OK, _("The level is stated, with who answers for it where one is needed.")


def _outcomes(looked: Looked) -> Said | None:
    titles = [outcome.title.get(looked.spec.language, "").casefold() for outcome in looked.spec.outcomes]
    if len(set(titles)) < len(titles):
        return FAILS, _("Two outcomes say the same.")
    words = ngettext("%(num)s outcome.", "%(num)s outcomes.", len(titles))
    return (OK if titles else FAILS), words


def _standard(looked: Looked) -> Said | None:
    validation = looked.spec.validation
    if validation and validation.against:
        return OK, _("It is held against competences of DigComp.")
    return (DOUBT if validation and validation.standard else FAILS), _("No competences are named.")


def _duplicate(looked: Looked) -> Said | None:
    flag = next((flag for flag in looked.flags if flag.name == "near-duplicate"), None)
    if flag is None:
        return OK, _("No other offer says nearly the same.")
    return DOUBT, _("It says nearly the same as “%(title)s”.", title=flag.evidence.get("title", ""))


def _price_outlier(looked: Looked) -> Said | None:
    flag = next((flag for flag in looked.flags if flag.name == "price-outlier"), None)
    if flag is None:
        return None
    compared = int(flag.evidence.get("compared", 0))
    words = ngettext(
        "Its price of an hour is far from that of %(num)s comparable offer.",
        "Its price of an hour is far from that of %(num)s comparable offers.",
        compared,
    )
    return DOUBT, words


CHECKS: dict[str, Callable[[Looked], Said | None]] = {
    "hours": _hours,
    "digital-share": _digital_share,
    "elements": _elements,
    "attendance": _attendance,
    "assessed": _assessed,
    "enrol-address": _enrol_address,
    "price": _price,
    "level": _level,
    "outcomes": _outcomes,
    "standard": _standard,
    "duplicate": _duplicate,
    "price-outlier": _price_outlier,
}


def _is_micro(spec: Specification) -> bool:
    return spec.credential is not None and spec.credential.type == "micro" and spec.kind != "guidance"
