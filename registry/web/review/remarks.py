"""What the provider is asked at a field: the rows of a case, and the small form that adds one."""

from registry.kernel.i18n import gettext as _
from registry.quality.remarks import BESIDE, Task
from registry.web import forms
from registry.web.fields import Field
from registry.web.pages.review_case import RemarkRow
from registry.web.review import told
from registry.web.review.cases import Case
from registry.web.values import Tag


def rows(case: Case) -> tuple[RemarkRow, ...]:
    """All remarks of the case that are not past."""
    return tuple(_row(case, task, with_settle=case.is_mine) for task in case.tasks if task.settled_at is None)


def unsent(case: Case) -> tuple[RemarkRow, ...]:
    """Those the provider has not been sent."""
    waiting = [task for task in case.tasks if task.sent_at is None and task.settled_at is None]
    return tuple(_row(case, task, with_settle=False) for task in waiting)


def asked(case: Case) -> tuple[RemarkRow, ...]:
    """What findings ask and no remark says yet."""
    known = {(task.criterion, task.text) for task in case.tasks}
    titles = {point.code: case.title_of(point) for point in case.points}
    return tuple(
        RemarkRow(titles.get(one.criterion, one.criterion), one.words or "", Tag(_("not sent yet")), "", "", "")
        for one in case.findings
        if one.verdict == "ask" and one.words and (one.criterion, one.words) not in known
    )


def form(case: Case) -> tuple[Field, ...]:
    """The fields by which a remark is added: where, and what."""
    if not case.is_mine:
        return ()
    places = forms.choices(_places(case))
    return (
        Field("remark.field", _("Where"), "pick", choices=places, optional=True,
              hint=_("Left out: the offer as a whole.")),
        Field("remark.text", _("What the provider should do or answer"), "area", rows=3, optional=True),
    )  # fmt: skip


def _places(case: Case) -> list[tuple[str, str]]:
    """Every part of the offer that is filled, each outcome by itself, and what stands beside the specification."""
    groups = dict.fromkeys(line.group for line in told.lines(case.told.offer.newest.spec).values())
    return [*((group, told.heading(group)) for group in groups), *beside().items()]


def beside() -> dict[str, str]:
    """What a remark can be at besides the specification."""
    known = {
        "runs": _("Dates and price"),
        "places": _("Places"),
        "provider": _("The provider"),
        "access": _("Accessibility"),
        "contact": _("Contact"),
    }
    return {name: known[name] for name in BESIDE}


def place(field: str) -> str:
    """Where a remark at this field is, in words."""
    named = beside().get(field) or (told.label_of(field) if field else "")
    return named or _("The offer as a whole")


def _row(case: Case, task: Task, *, with_settle: bool) -> RemarkRow:
    titles = {point.code: case.title_of(point) for point in case.points}
    at = titles.get(task.criterion or "") if not task.field else ""
    if task.sent_at is None:
        tag, settle = Tag(_("not sent yet")), _("Take it back")
    elif task.answered_at is None:
        tag, settle = Tag(_("waits for an answer")), _("No longer needed")
    else:
        tag, settle = Tag(_("answered"), "go"), _("Settled")
    return RemarkRow(
        at or place(task.field or ""), task.text, tag, task.answer or "", settle, str(task.id) if with_settle else ""
    )
