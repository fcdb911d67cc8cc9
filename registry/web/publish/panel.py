"""Whether an offer is ready to be called a micro-credential, element by element, and what other programs will find
complete: the panel of the task list."""

from dataclasses import dataclass

from flask import url_for

from registry.catalogue import elements
from registry.catalogue.desk import Draft
from registry.catalogue.elements import GIVEN, MISSING, Element
from registry.catalogue.readiness import ELEMENT_FIELDS
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import ngettext
from registry.web import display
from registry.web.offer import credential
from registry.web.pages.publish import ElementLine
from registry.web.publish import topics
from registry.web.publish.preview import seen_as
from registry.web.values import Fact, Tag

# which elements an export can say; without one of them it has a gap
_READ: dict[str, frozenset[str]] = {
    "Europass (ELM)": frozenset(
        [
            "title",
            "country",
            "awarding-body",
            "outcomes",
            "workload",
            "level",
            "assessment",
            "participation",
            "quality-assurance",
        ]
    ),
    "schema.org": frozenset(("title", "awarding-body", "outcomes", "workload")),
    "CTDL": frozenset(("title", "awarding-body", "outcomes", "workload", "level", "assessment")),
    "CSV": frozenset(("title",)),
}
_OPTIONAL = {
    "prerequisites": "prerequisites",
    "supervision": "assessment.supervision",
    "stackability": "credential.stackability",
    "further": "credential.further",
    "title": "title",
}


@dataclass(frozen=True)
class Panel:
    """`micro` "7 of 9", a square for each required element, words, the lines, and what others will read."""

    micro: str = ""
    squares: tuple[bool, ...] = ()
    words: str = ""
    lines: tuple[ElementLine, ...] = ()
    reads: tuple[Fact, ...] = ()


def panel(draft: Draft) -> Panel:
    """The panel; nothing for guidance, which leads to no credential."""
    if draft.kind == "guidance":
        return Panel()
    every = [one for one in elements.elements(draft.spec, draft.provider) if one.in_catalogue]
    required = [one for one in every if one.mandatory and one.state in (GIVEN, MISSING)]
    given = sum(one.state == GIVEN for one in required)
    if given == len(required):
        words = _("Every required element is there.")
    else:
        words = _("Without the missing ones it can still be listed, but not as a micro-credential.")
    return Panel(
        micro=_("%(given)s of %(all)s", given=given, all=len(required)),
        squares=tuple(one.state == GIVEN for one in sorted(required, key=lambda one: one.state != GIVEN)),
        words=words,
        lines=tuple(_line(one, draft) for one in every),
        reads=tuple(_reads(name, needs, every) for name, needs in _READ.items()),
    )


def _line(item: Element, draft: Draft) -> ElementLine:
    name, why = credential.names()[item.code]
    field = ELEMENT_FIELDS.get(item.code) or _OPTIONAL[item.code]
    topic = topics.owner(field, draft.kind)
    said = credential.value(item, seen_as(draft)) if item.state == GIVEN else display.Words("")
    tag, state = None, ""
    if item.state == MISSING and item.mandatory:
        tag = Tag(_("Missing"), "full")
    else:
        state = {GIVEN: _("Given"), MISSING: _("Optional")}.get(item.state, _("Not applicable"))
    href = url_for("publish.topic", code=draft.code, topic=topic.code) if topic else ""
    read = [export for export, needs in _READ.items() if item.code in needs]
    return ElementLine(item.number, name, why, said.text, said.lang, href, tag, state, display.listed(read))


def _reads(name: str, needs: frozenset[str], every: list[Element]) -> Fact:
    gaps = [one.number for one in every if one.code in needs and one.state == MISSING]
    if not gaps:
        return Fact(name, _("Complete"))
    words = ngettext("%(num)s gap", "%(num)s gaps", len(gaps))
    numbers = display.listed([str(number) for number in gaps])
    return Fact(name, words, ngettext("element %(numbers)s", "elements %(numbers)s", len(gaps), numbers=numbers))
