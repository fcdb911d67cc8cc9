"""When a case moved on while somebody was writing: what they sent and what stands there now, side by side, so that
nothing is lost without a word and nothing is overwritten unseen."""

from collections.abc import Mapping
from typing import Any

from flask import url_for

from registry.kernel.i18n import gettext as _
from registry.quality import casebook
from registry.quality.casebook import Ended
from registry.web import acting, display
from registry.web.pages.review_case import ConflictPage
from registry.web.review import acts, cases, findings, history, leading, remarks
from registry.web.review.cases import Case
from registry.web.values import Fact, Link


def page(case: Case, action: str, letter: Mapping[str, Any]) -> ConflictPage:
    """For a decision that was being taken: the case is read anew."""
    fresh = cases.whole(acting.at_desk(), case.code)
    yours = [Fact(_("You wanted to"), acts.heading(action)), *_said(letter)]
    return _page(fresh, tuple(yours), (*_now_found(fresh), *leading.of(fresh.told.offer), *history.now(fresh)))


def of_findings(case: Case, letter: Mapping[str, Any]) -> ConflictPage:
    """For findings that were being saved: those that differ in anything, and all else that was typed with them. Beside
    them stand those of the review the reader has in hand, and nobody else's."""
    titles = {point.code: case.title_of(point) for point in case.points}
    there = {one.criterion: one for one in case.findings}
    yours, theirs = [], []
    for code, said in findings.sent(letter, "findings").items():
        names, known = ("verdict", *findings.SAID), there.get(code)
        mine = {name: str(said.get(name, "")) for name in names}
        now = {name: (getattr(known, name) if known else "") or "" for name in names}
        if mine != now and code in titles:
            yours += _found(titles[code], mine)
            theirs += _found(titles[code], now) if case.is_known else []
    for code, said in findings.sent(letter, "again").items():
        yours.append(Fact(f"{titles.get(code, code)}: {_('Why again')}", str(said.get("reason", ""))))
    return _page(case, (*yours, *_remark(letter)), (*theirs, *history.now(case)))


def _now_found(case: Case) -> list[Fact]:
    """What the review says by now, for whoever has it in hand."""
    titles = {point.code: case.title_of(point) for point in case.points}
    names = ("verdict", *findings.SAID)
    found = {one.criterion: one for one in case.findings if case.is_known and one.criterion in titles}
    return [
        fact
        for code, one in found.items()
        for fact in _found(titles[code], {name: getattr(one, name) or "" for name in names})
    ]


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
    words = _("Nothing of what you sent was saved. Copy what you still need and go on from how it is now.")
    made_of = cases.form_review_id()
    ended = None if made_of is None else casebook.ended(case.code, made_of)
    if ended and case.review:
        more = _("The review you wrote in has ended meanwhile, and a new one of this offer has begun.")
    else:
        more = _("The review you wrote in has ended meanwhile.") if ended else ""
    return ConflictPage(
        title=case.title,
        words=f"{words} {more}".strip(),
        ways=_ways(case, made_of, ended),
        yours=yours,
        theirs=theirs,
    )


def _ways(case: Case, made_of: int | None, ended: Ended | None) -> tuple[Link, ...]:
    """What became of the review the form was made of, before the case, which may be another review's. Where it is all
    there is to see, the way leads back to that same review, which says itself when it has ended."""
    if ended is None or (ended.decision is None and case.review is None):
        again = next((one for one in (cases.review_id(), made_of) if one and casebook.is_of(case.code, one)), None)
        return (Link(_("See the case as it is now"), url_for("review.case", code=case.code, review=again)),)
    found = []
    if ended.decision is not None:
        text = _("See how it ended: decision %(number)s", number=display.number(ended.decision))
        found.append(Link(text, url_for("portal.decision", number=ended.decision)))
    text = _("See the new review of this offer") if case.review else _("See the case as it is now")
    return (*found, Link(text, url_for("review.case", code=case.code)))


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
