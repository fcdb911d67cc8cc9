"""What each field of a specification is called at the reviewer's desk, and how its value is put into words, as one
table: a pattern of the path, the name, and how it is said ("text" in several languages, a closed list by its name, or
one of the ways below)."""

from collections.abc import Callable
from typing import Any

from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import lazy_gettext as _l
from registry.web import display

FIELDS: dict[str, tuple[object, str]] = {
    "kind": (_l("Kind"), "kind"),
    "language": (_l("Original language"), "@language"),
    "title": (_l("Title"), "text"),
    "summary": (_l("Summary"), "text"),
    "description": (_l("Description"), "text"),
    "languages": (_l("Languages"), "@language"),
    "modes": (_l("Form"), "mode"),
    "setting": (_l("Setting"), "setting"),
    "opportunity_type": (_l("Type of offer"), "opportunity-type"),
    "fields": (_l("Fields of study"), "isced-f"),
    "homepage": (_l("Homepage"), "@plain"),
    "outcomes.*.title": (_l("What one can do"), "text"),
    "outcomes.*.competence": (_l("Competence"), "@competence"),
    "outcomes.*.level": (_l("Level"), "@plain"),
    "outcomes.*.minutes": (_l("Hours"), "@minutes"),
    "outcomes.*.esco": (_l("ESCO"), "@plain"),
    "workload.minutes": (_l("Work in all"), "@minutes"),
    "workload.contact_minutes": (_l("With a teacher"), "@minutes"),
    "workload.text": (_l("In words"), "text"),
    "credits.*.system": (_l("Credit system"), "credit-system"),
    "credits.*.hundredths": (_l("Credit points"), "@hundredths"),
    "eqf": (_l("EQF level"), "@eqf"),
    "level_none": (_l("No level applies"), "@yes"),
    "prerequisites": (_l("Before one starts"), "text"),
    "target_groups": (_l("For whom"), "target-group"),
    "audience": (_l("For whom, in words"), "text"),
    "method": (_l("How one learns"), "text"),
    "assessment.types": (_l("Type of assessment"), "assessment-type"),
    "assessment.text": (_l("In words"), "text"),
    "assessment.supervision": (_l("Supervision"), "supervision"),
    "credential.type": (_l("Type"), "credential"),
    "credential.title": (_l("Title"), "text"),
    "credential.awarding_body.name": (_l("Awarding body"), "@plain"),
    "credential.awarding_body.country": (_l("Its country"), "@country"),
    "credential.awarding_body.provider_code": (_l("Its code in the register"), "@plain"),
    "credential.stackability": (_l("Can be combined"), "stackability"),
    "credential.builds_towards": (_l("Where it leads"), "text"),
    "credential.quality_assurance.*.type": (_l("Quality assurance"), "quality-assurance"),
    "credential.quality_assurance.*.text": (_l("Quality assurance, in words"), "text"),
    "credential.quality_assurance.*.url": (_l("Quality assurance, address"), "@plain"),
    "credential.further": (_l("Further information"), "text"),
    "guidance.helps_with": (_l("What it helps with"), "text"),
    "guidance.channels": (_l("Ways to reach it"), "channel"),
    "guidance.appointment": (_l("Appointment"), "@appointment"),
    "guidance.waiting_days": (_l("Waiting time in days"), "@plain"),
    "guidance.waiting": (_l("Waiting time, in words"), "text"),
    "guidance.cost": (_l("Cost"), "text"),
    "validation.against": (_l("Measured against"), "@competence"),
    "validation.standard": (_l("Standard"), "text"),
    "validation.evidence": (_l("Evidence accepted"), "text"),
    "validation.steps.*": (_l("Step"), "text"),
    "validation.minutes": (_l("Duration"), "@minutes"),
    "validation.receives": (_l("What one receives"), "text"),
    "enrol.url": (_l("Address"), "@plain"),
    "enrol.text": (_l("In words"), "text"),
    "subjects": (_l("Subjects"), "@plain"),
}


def said(how: str, value: Any) -> str:
    """The value in words."""
    values = value if isinstance(value, list) else [value]
    way = _WAYS.get(how) or (lambda code: display.named(how, str(code)))
    return display.listed([way(one) for one in values])


def _appointment(code: Any) -> str:
    return {
        "required": _("By appointment"),
        "possible": _("With or without appointment"),
        "not-needed": _("No appointment needed"),
    }.get(str(code), str(code))


_WAYS: dict[str, Callable[[Any], str]] = {
    "@plain": str,
    "@yes": lambda value: _("yes") if value else "",
    "@minutes": lambda value: display.duration(int(value)),
    "@hundredths": lambda value: display.hundredths(int(value)),
    "@language": lambda tag: display.language_name(str(tag)),
    "@country": lambda code: display.country_name(str(code)),
    "@competence": lambda code: f"{code} {display.named('digcomp', str(code))}",
    "@eqf": lambda level: _("none") if level == "none" else str(level),
    "@appointment": _appointment,
}
