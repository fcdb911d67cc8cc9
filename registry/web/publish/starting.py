"""Beginning an offer: its kind, language and title, and a look at what the provider has already. What the organisation
says of itself is filled in beforehand."""

from typing import Any

from flask import redirect, url_for

from registry import config
from registry.catalogue import desk, service
from registry.catalogue.desk import Line
from registry.catalogue.service import Origin
from registry.kernel.errors import Invalid
from registry.kernel.i18n import gettext as _
from registry.providers.queries import ProviderView, view_of
from registry.web import acting, display, doing, forms
from registry.web.fields import Choice, Field
from registry.web.pages.publish_forms import FormOnlyPage
from registry.web.publish import at, dashboard
from registry.web.values import Link


class _Alike(Exception):
    """The provider has offers that are called nearly the same."""

    def __init__(self, near: list[Line]) -> None:
        super().__init__()
        self.near = near


def new() -> FormOnlyPage:
    """The three things an offer begins with."""
    return _page(dashboard.provider(acting.belongings()).code, {"language": display.reader().language})


def begin() -> Any:
    """Begin it; with a title the provider has already, ask first."""
    here, actor, letter = dashboard.provider(acting.belongings()), acting.actor("member"), forms.sent()
    title = str(letter.get("title") or "").strip()
    lang = str(letter.get("language") or "")

    def act() -> str:  # asked in here, so that a second click is not told of the offer the first one began
        if title and "different" not in letter and (near := desk.alike(here.code, title)):
            raise _Alike(near)
        content = _content(letter, title, lang, view_of(here.code))
        return service.start(actor, here.code, content, Origin(contact=_contact(view_of(here.code))))

    try:
        code = doing.once(actor.ref, act)
    except _Alike as found:
        return _page(here.code, letter, near=found.near)
    except forms.REFUSED as error:
        return _page(here.code, letter, error=error)
    return redirect(url_for("publish.offer", code=code), 303)


def _content(letter: dict[str, Any], title: str, lang: str, provider: ProviderView) -> dict[str, Any]:
    errors = {}
    if not title:
        errors["title"] = [_("Give the offer a title.")]
    if letter.get("kind") not in ("training", "guidance", "validation"):
        errors["kind"] = [_("Choose what it is.")]
    if not lang:
        errors["language"] = [_("Choose the language you write in.")]
    if "different" in letter and not str(letter["different"]).strip():
        errors["different"] = [_("Please write a sentence.")]
    if errors:
        raise Invalid(errors)
    content: dict[str, Any] = {"kind": letter["kind"], "language": lang, "title": {lang: title}}
    content["languages"] = list(provider.languages) or [lang]
    return content


def _contact(provider: ProviderView) -> dict[str, str]:
    known = {"email": provider.email, "phone": provider.phone, "url": provider.url}
    return {name: value for name, value in known.items() if value}


def _page(
    provider: str, letter: dict[str, Any], error: forms.Refusal | None = None, near: list[Line] | None = None
) -> FormOnlyPage:
    fields = [
        Field("kind", _("What is it?"), "radios", choices=_kinds()),
        Field("title", _("Title"), most=300),
        Field("language", _("The language you write in"), "pick", choices=_languages(provider)),
    ]
    notes: tuple[str, ...] = ()
    if near or "different" in letter:
        fields.append(Field("different", _("It is another offer because …"), "area", rows=2))
    if near:
        notes = (
            _("You have an offer that is called nearly the same. Add a date to it, or copy it, if it is the same."),
        )
    found = forms.filled(fields, letter, error)
    links = [
        link
        for line in near or ()
        for link in (
            Link(line.title, url_for("publish.offer", code=line.code)),
            Link(_("Add a date to “%(title)s”", title=line.title), url_for("publish.new_run", code=line.code)),
            Link(_("Copy “%(title)s”", title=line.title), url_for("publish.act", code=line.code, action="copy")),
        )
    ]
    return FormOnlyPage(
        heading=_("A new offer"),
        lead=_("Only these three to begin with. You can stop at any time; what you wrote is kept."),
        notes=notes,
        links=tuple(links),
        fields=found,
        button=_("Begin") if not near else _("Begin it all the same"),
        crumbs=at.crumbs(),
        problems=forms.problems(error, found),
    )


def _kinds() -> tuple[Choice, ...]:
    words = {
        "training": _("One learns something"),
        "guidance": _("One is advised"),
        "validation": _("One proves what one can already do"),
    }
    return tuple(Choice(kind, display.named("kind", kind), hint) for kind, hint in words.items())


def _languages(provider: str) -> tuple[Choice, ...]:
    tags = dict.fromkeys([*view_of(provider).languages, *config.current().languages])
    return tuple(Choice(tag, display.language_name(tag)) for tag in tags)
