"""The findings of a case as a form: one fieldset a criterion, and the next step that follows from what is found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from registry.kernel.errors import Invalid
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import language
from registry.kernel.text import pick
from registry.quality import criteria, reach
from registry.quality.criteria import Criterion
from registry.web import forms
from registry.web.fields import Field
from registry.web.pages.review_case import CriterionForm, NextStep
from registry.web.review import told

SAID = ("words", "note", "evidence")


def verdicts(asking: bool = True) -> dict[str, str]:
    """What can be found on a criterion, in words; where a provider cannot be asked, without asking."""
    known = {
        "met": _("Met"),
        "not-met": _("Not met"),
        "not-applicable": _("Does not apply"),
        "ask": _("Ask"),
    }
    return known if asking else {code: words for code, words in known.items() if code != "ask"}


@dataclass(frozen=True)
class Sheet:
    """What the fieldsets are filled from: the letter, what is wrong with it, the fields of the specification that
    changed (None where everything is new), whether the provider can be asked, and why criteria are looked at again."""

    letter: Mapping[str, Any]
    error: Invalid | None
    fields: Sequence[str] | None
    asking: bool
    again: Mapping[str, str]


def sent(letter: Mapping[str, Any], name: str) -> dict[str, Mapping[str, Any]]:
    """Criterion → what a letter says of it under this name (`findings`, `again`)."""
    found = letter.get(name)
    return (
        {code: said for code, said in found.items() if isinstance(said, Mapping)} if isinstance(found, Mapping) else {}
    )


def form(points: Sequence[Criterion], sheet: Sheet) -> tuple[CriterionForm, ...]:
    """One fieldset for each of these criteria."""
    return tuple(_criterion(number, point, sheet) for number, point in enumerate(points, start=1))


def fields_of(shown: Sequence[CriterionForm]) -> tuple[Field, ...]:
    """Every field of the form, in order, for the list of what is wrong."""
    return tuple(field for one in shown for field in (one.verdict, *one.more))


def next_step(found: Mapping[str, str], codes: Sequence[str]) -> str:
    """What follows from these verdicts on these criteria: open, ask, list or return."""
    given = [found.get(code, "") for code in codes]
    if "ask" in given:
        return "ask"
    if not all(given):
        return "open"
    return "return" if "not-met" in given else "list"


def steps(now: str, public: int | None, *, ends: bool) -> tuple[NextStep, ...]:
    """The yellow box for every outcome, that of the findings as saved first seen; `public`: the number of the version
    that stays public meanwhile; `ends`: does a decision follow? Else the review is closed."""
    told_of = _ending(public) if ends else _closing()
    return tuple(
        NextStep(code, words, button, code == now or (code == "close" and now != "open"))
        for code, words, button in told_of
    )


def _closing() -> tuple[tuple[str, str, str], ...]:
    """The steps of a review that no decision ends: a second opinion, or a look at something listed."""
    return (
        ("open", _("Say of each criterion what you found. What you write is kept."), _("Save and go on")),
        (
            "close",
            _("Every criterion was looked at, so this review can be closed. What is wrong can be proposed apart."),
            _("Save and close"),
        ),
    )


def _ending(public: int | None) -> tuple[tuple[str, str, str], ...]:
    stays = _("Version %(number)s stays public.", number=public) if public else ""
    told_of: tuple[tuple[str, str, str], ...] = (
        ("open", _("Say of each criterion what you found. What you write is kept."), _("Save and go on")),
        (
            "ask",
            _("A question is open, so this case goes back to the provider. The clock pauses."),
            _("Preview the questions"),
        ),
        ("list", _("Every criterion is met or does not apply, so this offer can be listed."), _("Preview and list")),
        (
            "return",
            _(
                "A criterion is not met: return the offer so that it can be put right, list it with conditions, or "
                "propose to refuse it."
            ),
            _("Preview and return"),
        ),
    )
    return tuple((code, f"{words} {stays}".strip() if code != "list" else words, said) for code, words, said in told_of)


def _criterion(number: int, point: Criterion, sheet: Sheet) -> CriterionForm:
    title = pick(point.title, language()).text
    verdict, *more = forms.filled(_asked(f"findings.{point.code}", title, sheet.asking), sheet.letter, sheet.error)
    return CriterionForm(
        number=str(number),
        title=title,
        touched=_again(sheet.again[point.code]) if point.code in sheet.again else _touched(point.code, sheet.fields),
        guidance=_guidance(point),
        verdict=verdict,
        more=_said(verdict, tuple(more)),
        open=any(field.value or field.error for field in more) or verdict.value in ("ask", "not-met"),
    )


def _said(verdict: Field, more: tuple[Field, ...]) -> tuple[Field, ...]:
    """What is said with a verdict; of a question it is told what becomes of its words."""
    if verdict.value != "ask" or not more[0].value:
        return more
    hint = _(
        "The provider reads this question. It is left out when you find otherwise, unless you write something else."
    )
    return (replace(more[0], hint=hint), *more[1:])


def _asked(path: str, title: str, asking: bool) -> tuple[Field, ...]:
    """The fields of one criterion: the verdict, and what is said with it."""
    public = _("The provider reads this, and with the decision everybody does.")
    return (
        Field(f"{path}.verdict", title, "radios", choices=forms.choices(verdicts(asking).items())),
        Field(f"{path}.words", _("To the provider"), "area", hint=public, optional=True, rows=3),
        Field(f"{path}.note", _("Internal note"), "area", hint=_("Only the desk reads this."), optional=True, rows=2),
        Field(f"{path}.evidence", _("Address of the evidence"), "url", optional=True),
    )


def _again(reason: str) -> str:
    return _("Opened again: %(reason)s", reason=reason)


def again_field(code: str, letter: Mapping[str, Any], error: Invalid | None) -> Field:
    """Why a criterion that keeps its finding is to be looked at again."""
    hint = _("Public, with the decision.")
    return forms.filled((Field(f"again.{code}.reason", _("Why again"), "area", hint=hint, rows=2),), letter, error)[0]


def _touched(code: str, fields: Sequence[str] | None) -> str:
    """Why a criterion is open again, in the names of the fields that changed."""
    touching = [name for name in fields or () if name in reach.fields_of(code)]
    if not touching:
        return ""
    return _("Touched by: %(fields)s.", fields=", ".join(told.heading(name) for name in touching))


def _guidance(point: Criterion) -> tuple[str, ...]:
    """What one asks, looks at and wants to see, as the rules in force say it; else as it is explained beside them."""
    known = criteria.explained().get(point.code)
    own = [text for text in (point.question, point.guidance, point.evidence) if text]
    said = own or ([known.question, known.evidence] if known else [])
    return tuple(pick(text, language()).text for text in said)
