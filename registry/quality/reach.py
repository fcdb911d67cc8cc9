"""Which criteria an edit touches, as data: a field of the specification and the criteria that must be looked at again
when it changes. What no changed field touches is inherited from the decision before. It stands beside
`catalogue/weights.py`, which says how much an edit weighs."""

from collections.abc import Iterable, Mapping

from registry.quality.criteria import Criterion

# a field not named here touches every criterion, so that a new one cannot slip past the desk
TOUCHES: Mapping[str, tuple[str, ...]] = {
    "kind": (),  # an offer keeps its kind
    "language": ("description",),
    "title": ("description", "digital"),
    "summary": ("description",),
    "description": ("description", "digital", "outcomes", "guidance-impartiality"),
    "languages": ("inclusion",),
    "modes": ("inclusion", "micro-credential"),
    "setting": ("description",),
    "opportunity_type": ("description",),
    "fields": ("description",),
    "homepage": ("enrolment",),
    "outcomes": ("outcomes", "digital", "assessment", "workload", "micro-credential"),
    "workload": ("workload", "digital", "micro-credential"),
    "credits": ("workload", "micro-credential"),
    "eqf": ("level", "micro-credential"),
    "level_none": ("level", "micro-credential"),
    "prerequisites": ("inclusion", "micro-credential"),
    "target_groups": ("inclusion",),
    "audience": ("inclusion",),
    "method": ("description", "outcomes"),
    "assessment": ("assessment", "micro-credential"),
    "credential": ("assessment", "micro-credential", "guidance-service"),
    "guidance": ("guidance-service", "guidance-impartiality", "price"),
    "validation": ("validation-standard", "validation-procedure", "validation-result", "assessment"),
    "enrol": ("enrolment", "price"),
    "subjects": ("description",),
    "raw": (),  # what a source said literally; nobody is shown it
}


def touched(fields: Iterable[str], criteria: Iterable[Criterion]) -> set[str]:
    """The codes of those among the criteria that a change of these fields touches."""
    codes = {criterion.code for criterion in criteria}
    return {code for name in fields for code in TOUCHES.get(name, codes)} & codes


def fields_of(code: str) -> tuple[str, ...]:
    """The fields whose change has this criterion looked at again."""
    return tuple(name for name, touches in TOUCHES.items() if code in touches)
