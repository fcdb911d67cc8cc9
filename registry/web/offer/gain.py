"""What one will be able to do, and how it works: outcomes with their competences, then who it is for, how one learns,
how one is assessed – or, for guidance and validation, what takes their place."""

from collections.abc import Mapping

from flask import url_for

from registry.catalogue.specification import Specification, digital_share
from registry.catalogue.views import OfferView
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import ngettext
from registry.web import charts, display
from registry.web.pages.offer import Block, OutcomeRow


def heading(kind: str) -> str:
    """The section's heading by kind of offer."""
    return {"guidance": _("What it helps you with"), "validation": _("What you can prove")}.get(
        kind, _("What you will be able to do")
    )


def table_head(kind: str) -> str:
    """The head over the outcomes by kind of offer."""
    return {"guidance": _("It helps you to"), "validation": _("You can prove")}.get(kind, _("After it you can"))


def outcomes(spec: Specification, names: Mapping[str, str]) -> tuple[OutcomeRow, ...]:
    """The outcomes in the order given."""
    return tuple(
        OutcomeRow(
            title=display.words(item.title, spec.language),
            area=int(item.competence[0]) if item.competence else 0,
            competence=f"{item.competence} {names.get(item.competence, '')}" if item.competence else "",
            href=url_for("portal.competence", code=item.competence) if item.competence else "",
            level=str(item.level or ""),
            hours=display.hours(item.minutes) if item.minutes else "",
        )
        for item in spec.outcomes
    )


def skyline(offer: OfferView, names: Mapping[str, str]) -> tuple[charts.AreaColumns, ...]:
    """The large figure; empty when no competence is named."""
    return charts.skyline(offer.competences, names) if offer.competences else ()


def share(spec: Specification) -> str:
    """How much of a training's hours serves digital competences, where every outcome says its hours."""
    percent = digital_share(spec) if spec.kind == "training" else None
    return "" if percent is None else _("%(percent)s %% of the hours serve digital competences.", percent=percent)


def blocks(offer: OfferView) -> tuple[Block, ...]:
    """The short texts of "How it works" that have something to say."""
    spec = offer.spec
    makers = {"guidance": (_for_whom, _contact), "validation": (_for_whom, _against, _evidence, _steps, _assessed)}
    found = (make(spec) for make in makers.get(spec.kind, (_for_whom, _learning, _assessed)))
    return tuple(block for block in found if block)


def _labels(scheme: str, codes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(display.named(scheme, code) for code in codes)


def _block(
    title: str, prose: tuple[display.Html, ...] = (), items: tuple[str, ...] = (), steps: tuple[display.Words, ...] = ()
) -> Block | None:
    """The block, or None when there is nothing to say."""
    said = tuple(part for part in prose if part)
    return Block(title, said, items, steps) if said or items or steps else None


def _for_whom(spec: Specification) -> Block | None:
    prose = (display.prose(spec.audience, spec.language), display.prose(spec.prerequisites, spec.language))
    return _block(_("Who it is for"), prose, _labels("target-group", spec.target_groups))


def _learning(spec: Specification) -> Block | None:
    setting = _labels("setting", (spec.setting,)) if spec.setting else ()
    items = (*_labels("mode", spec.modes), *setting)
    return _block(_("How you learn"), (display.prose(spec.method, spec.language),), items)


def _assessed(spec: Specification) -> Block | None:
    if spec.assessment is None:
        return None
    given = spec.assessment
    watched = _labels("supervision", (given.supervision,)) if given.supervision else ()
    items = (*_labels("assessment-type", given.types), *watched)
    return _block(_("How you are assessed"), (display.prose(given.text, spec.language),), items)


def _against(spec: Specification) -> Block | None:
    given = spec.validation
    if given is None:
        return None
    named = tuple(f"{code} {display.named('digcomp', code)}" for code in given.against)
    return _block(_("What it is measured against"), (display.prose(given.standard, spec.language),), named)


def _evidence(spec: Specification) -> Block | None:
    given = spec.validation
    return _block(_("What you bring"), (display.prose(given.evidence, spec.language),)) if given else None


def _steps(spec: Specification) -> Block | None:
    if spec.validation is None:
        return None
    return _block(_("Step by step"), steps=tuple(display.words(step, spec.language) for step in spec.validation.steps))


def _contact(spec: Specification) -> Block | None:
    given = spec.guidance
    if given is None:
        return None
    appointment = {
        "required": _("By appointment"),
        "possible": _("With or without appointment"),
        "not-needed": _("No appointment needed"),
    }.get(given.appointment or "", "")
    waiting = ""
    if given.waiting_days == 0:
        waiting = _("No waiting")
    elif given.waiting_days is not None:
        waiting = ngettext("Waiting time: %(num)s day", "Waiting time: %(num)s days", given.waiting_days)
    items = tuple(filter(None, (*_labels("channel", given.channels), appointment, waiting)))
    prose = (display.prose(given.waiting, spec.language), display.prose(given.cost, spec.language))
    return _block(_("How you reach it"), prose, items)
