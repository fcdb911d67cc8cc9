"""When a case moved on while somebody was writing: what they sent and what stands there now, side by side, so that
nothing is lost without a word and nothing is overwritten unseen."""

from collections.abc import Mapping
from typing import Any

from flask import url_for

from registry.kernel.i18n import gettext as _
from registry.web import acting, display
from registry.web.pages.review_case import ConflictPage
from registry.web.review import acts, cases, findings, history, remarks
from registry.web.review.cases import Case
from registry.web.values import Fact


def page(case: Case, action: str, letter: Mapping[str, Any]) -> ConflictPage:
    """For a decision that was being taken: the case is read anew."""
    fresh = cases.read(acting.at_desk(), case.code)
    yours = [Fact(_("You wanted to"), acts.heading(action)), *_said(letter)]
    return _page(fresh, tuple(yours), (*history.now(fresh),))


def of_findings(case: Case, letter: Mapping[str, Any]) -> ConflictPage:
    """For findings that were being saved: those that differ in anything, and all else that was typed with them."""
    titles = {point.code: case.title_of(point) for point in case.points}
    there = {one.criterion: one for one in case.findings}
    yours, theirs = [], []
    for code, said in findings.sent(letter, "findings").items():
        names, known = ("verdict", *findings.SAID), there.get(code)
        mine = {name: str(said.get(name, "")) for name in names}
        now = {name: (getattr(known, name) if known else "") or "" for name in names}
        if mine != now and code in titles:
            yours += _found(titles[code], mine)
            theirs += _found(titles[code], now)
    for code, said in findings.sent(letter, "again").items():
        yours.append(Fact(f"{titles.get(code, code)}: {_('Why again')}", str(said.get("reason", ""))))
    return _page(case, (*yours, *_remark(letter)), (*theirs, *history.now(case)))


def _found(title: str, said: Mapping[str, str]) -> list[Fact]:
    """A finding with everything that is said with it."""
    more = (("note", _("Internal note")), ("evidence", _("Address of the evidence")))
    verdict = findings.verdicts().get(said["verdict"], _("nothing"))
    beside = [Fact(f"{title}: {label}", said[name]) for name, label in more if said[name]]
    return [Fact(title, verdict, said["words"]), *beside]


def _remark(letter: Mapping[str, Any]) -> list[Fact]:
    """The remark that was being written, and where."""
    said = letter.get("remark")
    if not isinstance(said, Mapping) or not said.get("text"):
        return []
    return [
        Fact(
            _("What the provider should do or answer"),
            str(said["text"]),
            remarks.place(str(said.get("field", ""))[:120]),
        )
    ]


def _page(case: Case, yours: tuple[Fact, ...], theirs: tuple[Fact, ...]) -> ConflictPage:
    return ConflictPage(
        title=case.title,
        words=_("Nothing of what you sent was saved. Copy what you still need and go on from how it is now."),
        back=url_for("review.case", code=case.code),
        yours=yours,
        theirs=theirs,
    )


def _said(letter: Mapping[str, Any]) -> list[Fact]:
    names = {
        "reasons": _("Reason"),
        "conditions": _("Conditions"),
        "review_by": _("Looked at again by"),
        "question": _("One more question"),
    }
    found = []
    for name, label in names.items():
        value = letter.get(name)
        if value:
            found.append(Fact(label, display.listed(value) if isinstance(value, list) else str(value)))
    return found
