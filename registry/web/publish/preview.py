"""An offer as the public will see it: the very page of the portal, made of what is written now, with what is missing
linked in place."""

from dataclasses import fields

from flask import url_for

from registry.catalogue.desk import Draft
from registry.catalogue.views import OfferView
from registry.kernel import clock
from registry.kernel.i18n import gettext as _
from registry.web.pages.publish import PreviewPage
from registry.web.portal import offer as portal
from registry.web.publish import at, topics
from registry.web.values import Link


def seen_as(draft: Draft) -> OfferView:
    """The draft as if it stood in the list since now."""
    now = clock.now()
    return OfferView(
        code=draft.code,
        spec=draft.spec,
        runs=draft.runs,
        provider=draft.provider,
        number=draft.number,
        content_sha256=draft.content_sha256,
        examined=True,
        listed_at=now,
        first_listed_at=draft.first_listed_at or now,
        confirmed_at=draft.confirmed_at,
        confirm_by=draft.confirm_by,
        access=draft.access,
        contact=draft.contact,
        source=draft.source,
    )


def missing(draft: Draft) -> tuple[Link, ...]:
    """What must still be given, each leading to the page where one gives it."""
    return tuple(Link(f"{point.message}", place(draft, point.field)) for point in draft.points)


def place(draft: Draft, field: str) -> str:
    """Where one answers for a field."""
    topic = topics.owner(field, draft.kind)
    if topic is None:
        end = "publish.runs" if field.partition(".")[0] in ("runs", "places") else "publish.offer"
        return url_for(end, code=draft.code)
    anchor = "f-" + field.replace(".", "-")
    return url_for("publish.topic", code=draft.code, topic=topic.code, _anchor=anchor)


def show(code: str) -> PreviewPage:
    """See the module."""
    _actor, draft = at.mine(code)
    page = portal.as_page(seen_as(draft))
    values = {one.name: getattr(page, one.name) for one in fields(page)}
    values["seal"] = _("Preview: not checked yet")
    return PreviewPage(**values, missing=missing(draft), back=url_for("publish.offer", code=draft.code))
