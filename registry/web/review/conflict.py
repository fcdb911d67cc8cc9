"""When a case moved on while somebody was writing: what they sent and what stands there now, side by side, so that
nothing is lost without a word and nothing is overwritten unseen."""

from collections.abc import Mapping
from typing import Any

from flask import url_for

from registry.kernel.i18n import gettext as _
from registry.web import acting, display
from registry.web.pages.review_case import ConflictPage
from registry.web.review import acts, cases, findings, history
from registry.web.review.cases import Case
from registry.web.values import Fact


def page(case: Case, action: str, letter: Mapping[str, Any]) -> ConflictPage:
    """For a decision that was being taken: the case is read anew."""
    fresh = cases.read(acting.at_desk(), case.code)
    yours = [Fact(_("You wanted to"), acts.heading(action)), *_said(letter)]
    return _page(fresh, tuple(yours), (*history.now(fresh),))


def of_findings(case: Case, sent: Mapping[str, Any]) -> ConflictPage:
    """For findings that were being saved: those that differ."""
    titles = {point.code: case.title_of(point) for point in case.points}
    there = {one.criterion: one for one in case.findings}
    words = findings.verdicts()
    yours, theirs = [], []
    for code, said in sent.items():
        if not isinstance(said, Mapping) or code not in titles:
            continue
        known = there.get(code)
        pair = (str(said.get("verdict", "")), str(said.get("words", "")))
        now = (known.verdict, known.words or "") if known else ("", "")
        if pair != now:
            yours.append(Fact(titles[code], words.get(pair[0], _("nothing")), pair[1]))
            theirs.append(Fact(titles[code], words.get(now[0], _("nothing")), now[1]))
    return _page(case, tuple(yours), (*theirs, *history.now(case)))


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
