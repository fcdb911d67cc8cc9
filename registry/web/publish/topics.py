"""The topics of an offer as data: one page each, the questions on it and the fields of the specification it owns. The
task list, the pages, the answers to check, the conflict page and the links of remarks all read this table."""

from dataclasses import dataclass

from registry.kernel.i18n import lazy_gettext as _l
from registry.web.publish.questions import Part, Question, Rows

TRAINING, GUIDANCE, VALIDATION = "training", "guidance", "validation"
ALL = (TRAINING, GUIDANCE, VALIDATION)


@dataclass(frozen=True)
class Topic:
    """One page of questions. `owns`: the fields of the specification whose missing points belong here; `hung`: parts
    that hang on the offer itself (its mailbox, its accessibility) and need no review."""

    code: str
    name: object
    lead: object
    kinds: tuple[str, ...]
    owns: tuple[str, ...]
    parts: tuple[Part, ...]
    hung: tuple[Question, ...] = ()


BASICS = Topic(
    "basics",
    _l("Basics"),
    _l("What people read first. Plain words work best."),
    ALL,
    ("title", "summary", "description", "languages", "modes", "setting", "homepage"),
    (
        Question("title.{lang}", _l("Title"), optional=False),
        Question("summary.{lang}", _l("In one sentence"), hint=_l("Shown in lists; up to 300 characters.")),
        Question(
            "description.{lang}",
            _l("Description"),
            "area",
            _l("What happens, how it feels to take part. A blank line begins a paragraph."),
            rows=8,
            optional=False,
        ),
        Question("languages", _l("Languages in which it is given"), "checks", scheme="language", optional=False),
        Question("modes", _l("How one takes part"), "checks", scheme="mode"),
        Question("setting", _l("Setting"), "pick", scheme="setting"),
        Question("homepage", _l("Its page on your site"), "url", _l("Begins with https://")),
    ),
)

OUTCOMES = Topic(
    "outcomes",
    _l("Outcomes and competences"),
    _l("What one can do afterwards, one line each. The competence and level draw your fingerprint."),
    (TRAINING,),
    ("outcomes", "workload", "eqf", "level_none", "credits"),
    (
        Rows(
            "outcomes",
            _l("Outcome"),
            _l("Add an outcome"),
            (
                Question("title.{lang}", _l("After this one can …"), optional=False),
                Question("competence", _l("Competence"), "pick", scheme="digcomp"),
                Question("level", _l("Level"), "pick", scheme="digcomp-level"),
                Question("minutes", _l("Hours of work"), "number", unit="hours"),
            ),
        ),
        Question(
            "workload.minutes",
            _l("Work in all"),
            "number",
            _l("With and without a teacher."),
            unit="hours",
            optional=False,
        ),
        Question("workload.contact_minutes", _l("Of that with a teacher"), "number", unit="hours"),
        Question(
            "eqf",
            _l("Level of the European Qualifications Framework"),
            "pick",
            _l("Choose “none” when no level applies."),
            given=(*((str(level), str(level)) for level in range(1, 9)), ("none", _l("none"))),
        ),
        Rows(
            "credits",
            _l("Credit points"),
            _l("Add credit points"),
            (
                Question("system", _l("System"), "pick", scheme="credit-system", optional=False),
                Question("hundredths", _l("Points"), "number", unit="hundredths", optional=False),
            ),
        ),
    ),
)

PEOPLE = Topic(
    "people",
    _l("Who it is for and how one learns"),
    _l("So that nobody comes for nothing."),
    ALL,
    ("target_groups", "audience", "prerequisites", "method"),
    (
        Question("target_groups", _l("For whom"), "checks", scheme="target-group"),
        Question("audience.{lang}", _l("For whom, in words"), "area"),
        Question("prerequisites.{lang}", _l("Before you start"), "area", _l("What one needs to know or bring.")),
        Question("method.{lang}", _l("How one learns"), "area"),
    ),
)

ASSESSMENT = Topic(
    "assessment",
    _l("Assessment and micro-credential"),
    _l("How one proves it, and what one takes home."),
    (TRAINING, VALIDATION),
    ("assessment", "credential"),
    (
        Question("credential.type", _l("What one receives in the end"), "radios", scheme="credential"),
        Question("credential.title.{lang}", _l("What it is called, if not as the offer")),
        Question(
            "assessment.types",
            _l("Type of assessment"),
            "checks",
            _l("Being there alone proves nothing: a micro-credential needs another type."),
            scheme="assessment-type",
        ),
        Question("assessment.text.{lang}", _l("The assessment in words"), "area"),
        Question("assessment.supervision", _l("Supervision and identity"), "pick", scheme="supervision"),
        Question("credential.awarding_body.name", _l("Awarding body")),
        Question("credential.awarding_body.country", _l("Country of the awarding body"), "pick", scheme="country"),
        Rows(
            "credential.quality_assurance",
            _l("Quality assurance"),
            _l("Add a quality assurance"),
            (
                Question("type", _l("Type"), "pick", scheme="quality-assurance", optional=False),
                Question("text.{lang}", _l("Label or procedure")),
                Question("url", _l("Where one can read of it"), "url"),
            ),
        ),
        Question("credential.stackability", _l("Can be combined"), "pick", scheme="stackability"),
        Question("credential.builds_towards.{lang}", _l("What it builds towards")),
        Question("credential.further.{lang}", _l("Further information"), "area"),
    ),
)

SERVICE = Topic(
    "service",
    _l("The guidance"),
    _l("What it helps with and how one reaches it."),
    (GUIDANCE,),
    ("guidance", "credential"),
    (
        Question("guidance.helps_with.{lang}", _l("What it helps with"), "area", optional=False),
        Question("guidance.channels", _l("Ways to reach it"), "checks", scheme="channel", optional=False),
        Question(
            "guidance.appointment",
            _l("Does one need an appointment?"),
            "radios",
            given=(("required", _l("Yes")), ("possible", _l("Possible")), ("not-needed", _l("No"))),
            optional=False,
        ),
        Question("guidance.waiting_days", _l("How many days one waits"), "number"),
        Question("guidance.waiting.{lang}", _l("How long one waits, in words")),
        Question("guidance.cost.{lang}", _l("What it costs"), hint=_l("Say so when it is free."), optional=False),
    ),
)

PROCEDURE = Topic(
    "procedure",
    _l("The validation"),
    _l("Against what, on which evidence, in which steps."),
    (VALIDATION,),
    ("validation", "workload"),
    (
        Question("validation.against", _l("Competences it is held against"), "checks", scheme="digcomp"),
        Question("validation.standard.{lang}", _l("Another standard, in words")),
        Question("validation.evidence.{lang}", _l("Evidence that is accepted"), "area", optional=False),
        Rows(
            "validation.steps",
            _l("Step"),
            _l("Add a step"),
            (Question("{lang}", _l("What happens"), optional=False),),
        ),
        Question("validation.minutes", _l("How long it takes"), "number", unit="hours", optional=False),
        Question("validation.receives.{lang}", _l("What one receives in the end"), "area", optional=False),
    ),
)

ENROL = Topic(
    "enrol",
    _l("How to enrol and contact"),
    _l("Where one goes next, and a mailbox of a role rather than of a person."),
    ALL,
    ("enrol",),
    (
        Question("enrol.url", _l("Address to enrol"), "url", _l("Begins with https://")),
        Question("enrol.text.{lang}", _l("How to enrol, in words"), "area"),
    ),
    (
        Question("contact.email", _l("E-mail for learners"), "email"),
        Question("contact.phone", _l("Telephone"), "tel"),
        Question("contact.url", _l("Contact page"), "url"),
        Question("access", _l("Accessibility"), "checks", scheme="access"),
    ),
)

TOPICS = (BASICS, OUTCOMES, SERVICE, PROCEDURE, PEOPLE, ASSESSMENT, ENROL)


def of_kind(kind: str) -> tuple[Topic, ...]:
    """The topics of an offer of this kind, in the order of the task list."""
    return tuple(topic for topic in TOPICS if kind in topic.kinds)


def named(code: str, kind: str) -> Topic | None:
    """The topic with this code, if offers of this kind have it."""
    return next((topic for topic in of_kind(kind) if topic.code == code), None)


def owner(path: str, kind: str) -> Topic | None:
    """The topic in which one answers for a field of the specification."""
    first = path.partition(".")[0]
    return next((topic for topic in of_kind(kind) if first in topic.owns), None)
