"""What a version still needs before it can be examined: named rules, each tied to a criterion of the quality rules
and to the field that would satisfy it. The same points make the provider's checklist, the guard of submitting, the
import report and the API's answer. Shape is not checked here: what is stored has it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from registry.catalogue.elements import MISSING, elements
from registry.catalogue.schema import KINDS
from registry.catalogue.specification import Guidance, Specification, Validation
from registry.kernel.i18n import lazy_gettext as _l

ALL = frozenset(KINDS)
TRAINING, GUIDANCE, VALIDATION = (frozenset({kind}) for kind in KINDS)


@dataclass(frozen=True)
class Point:
    """One thing missing: the rule's name, the field as a path, what to do, and the criterion it serves."""

    rule: str
    field: str
    message: str
    criterion: str


@dataclass(frozen=True)
class Rule:
    """One requirement; `met` answers from the specification alone."""

    name: str
    kinds: frozenset[str]
    field: str
    criterion: str
    message: object  # translated when it is read
    met: Callable[[Specification], object]


def points(spec: Specification, kind: str | None = None) -> list[Point]:
    """What is missing for an offer of this kind (None: the specification's own), in the order of the form; empty
    when ready."""
    kind = kind or spec.kind
    missing = [rule for rule in RULES if kind in rule.kinds and not rule.met(spec)]
    found = [Point(rule.name, rule.field, str(rule.message), rule.criterion) for rule in missing]
    return found + list(_of_elements(spec)) + list(_of_languages(spec))


def admission_points(spec: Specification, *, runs_say_how: bool = False, has_contact: bool = False) -> list[Point]:
    """What is missing to list an offer of an admitted register unexamined: title, description and a way to enrol.

    The way may stand in the specification, in one of its runs, or be the offer's mailbox.
    """
    wanted = {"title", "description"} | (set() if runs_say_how or has_contact else {"enrol"})
    missing = [rule for rule in RULES if rule.name in wanted and not rule.met(spec)]
    return [Point(rule.name, rule.field, str(rule.message), rule.criterion) for rule in missing]


def _guidance(spec: Specification) -> Guidance:
    return spec.guidance or Guidance()


def _validation(spec: Specification) -> Validation:
    return spec.validation or Validation()


def _in_original(text: object, spec: Specification) -> bool:
    return isinstance(text, dict) and bool(text.get(spec.language))


def _has_level(spec: Specification) -> bool:
    return spec.eqf is not None or spec.level_none or any(outcome.level for outcome in spec.outcomes)


def _has_way_to_enrol(spec: Specification) -> bool:
    return spec.enrol is not None and bool(spec.enrol.url or spec.enrol.text)


def _is_assessed(spec: Specification) -> bool:
    """Whoever gives more than a proof of attendance says how one proves what was learnt."""
    gives = spec.credential.type if spec.credential else None
    return gives not in ("micro", "certificate") or bool(spec.assessment and spec.assessment.types)


RULES: tuple[Rule, ...] = (
    Rule("title", ALL, "title", "description", _l("Give the offer a title."), lambda s: _in_original(s.title, s)),
    Rule(
        "description",
        ALL,
        "description",
        "description",
        _l("Describe the offer in its original language."),
        lambda s: _in_original(s.description, s),
    ),
    Rule("enrol", ALL, "enrol", "enrolment", _l("Say how one enrols: an address or a sentence."), _has_way_to_enrol),
    Rule(
        "languages",
        ALL,
        "languages",
        "inclusion",
        _l("Name the language or languages in which it is given."),
        lambda s: s.languages,
    ),
    Rule(
        "for-whom",
        ALL,
        "target_groups",
        "inclusion",
        _l("Say for whom it is: choose groups or describe them."),
        lambda s: s.target_groups or s.audience,
    ),
    Rule(
        "modes",
        TRAINING | VALIDATION,
        "modes",
        "inclusion",
        _l("Say whether it takes place on site, online, blended or at work."),
        lambda s: s.modes,
    ),
    Rule(
        "outcomes",
        TRAINING,
        "outcomes",
        "outcomes",
        _l("Say at least one thing one can do afterwards."),
        lambda s: s.outcomes,
    ),
    Rule(
        "competence",
        TRAINING,
        "outcomes.0.competence",
        "digital",
        _l("Tie at least one outcome to a competence of DigComp."),
        lambda s: any(o.competence for o in s.outcomes),
    ),
    Rule(
        "workload",
        TRAINING,
        "workload.minutes",
        "workload",
        _l("State how much work it is in all."),
        lambda s: bool(s.minutes),
    ),
    Rule("level", TRAINING, "eqf", "level", _l("State a level, or that none applies."), _has_level),
    Rule(
        "credential",
        TRAINING,
        "credential.type",
        "assessment",
        _l("Say what one receives in the end, even if it is nothing."),
        lambda s: s.credential and s.credential.type,
    ),
    Rule(
        "assessment",
        TRAINING,
        "assessment.types",
        "assessment",
        _l("Say how one proves what was learnt."),
        _is_assessed,
    ),
    Rule(
        "helps-with",
        GUIDANCE,
        "guidance.helps_with",
        "guidance-service",
        _l("Say what the guidance helps with."),
        lambda s: _guidance(s).helps_with,
    ),
    Rule(
        "channels",
        GUIDANCE,
        "guidance.channels",
        "guidance-service",
        _l("Name the ways to reach it: in person, phone, video, chat or e-mail."),
        lambda s: _guidance(s).channels,
    ),
    Rule(
        "appointment",
        GUIDANCE,
        "guidance.appointment",
        "guidance-service",
        _l("Say whether one needs an appointment."),
        lambda s: _guidance(s).appointment,
    ),
    Rule(
        "waiting",
        GUIDANCE,
        "guidance.waiting_days",
        "guidance-service",
        _l("Say how long one waits, in days or in words."),
        lambda s: _guidance(s).waiting_days is not None or _guidance(s).waiting,
    ),
    Rule(
        "cost",
        GUIDANCE,
        "guidance.cost",
        "price",
        _l("Say what it costs, or that it is free."),
        lambda s: _guidance(s).cost,
    ),
    Rule(
        "no-credential",
        GUIDANCE,
        "credential",
        "guidance-service",
        _l("Guidance leads to no credential."),
        lambda s: s.credential is None or s.credential.type == "none",
    ),
    Rule(
        "against",
        VALIDATION,
        "validation.against",
        "validation-standard",
        _l("Name the competences or the standard it is held against."),
        lambda s: _validation(s).against or _validation(s).standard,
    ),
    Rule(
        "evidence",
        VALIDATION,
        "validation.evidence",
        "validation-procedure",
        _l("Say which evidence is accepted."),
        lambda s: _validation(s).evidence,
    ),
    Rule(
        "steps",
        VALIDATION,
        "validation.steps",
        "validation-procedure",
        _l("Describe the steps."),
        lambda s: _validation(s).steps,
    ),
    Rule(
        "duration",
        VALIDATION,
        "validation.minutes",
        "validation-procedure",
        _l("Say how long it takes."),
        lambda s: bool(s.minutes),
    ),
    Rule(
        "receives",
        VALIDATION,
        "validation.receives",
        "validation-result",
        _l("Say what one receives in the end."),
        lambda s: _validation(s).receives,
    ),
)

# element → field that would give it; the others are asked for by a rule of their own
ELEMENT_FIELDS = {
    "country": "credential.awarding_body.country",
    "awarding-body": "credential.awarding_body.name",
    "outcomes": "outcomes",
    "workload": "workload.minutes",
    "level": "eqf",
    "assessment": "assessment.types",
    "participation": "modes",
    "quality-assurance": "credential.quality_assurance",
}


def _of_elements(spec: Specification) -> Iterator[Point]:
    """A micro-credential needs every mandatory element of a catalogue."""
    if spec.credential is None or spec.credential.type != "micro" or spec.kind == "guidance":
        return
    criterion = "micro-credential" if spec.kind == "training" else "validation-result"
    message = str(_l("A micro-credential needs this element of the European standard."))
    for element in elements(spec):
        if element.mandatory and element.state == MISSING:
            yield Point(f"element-{element.code}", ELEMENT_FIELDS[element.code], message, criterion)


def _of_languages(spec: Specification) -> Iterator[Point]:
    """A text that was given at all exists in the original language."""
    message = str(_l("This text is missing in the offer's original language."))
    for name in ("summary", "prerequisites", "audience", "method"):
        text = getattr(spec, name)
        if text and spec.language not in text:
            yield Point("original-language", name, message, "description")
    for index, outcome in enumerate(spec.outcomes):
        if outcome.title and spec.language not in outcome.title:
            yield Point("original-language", f"outcomes.{index}.title", message, "outcomes")
