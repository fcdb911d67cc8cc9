"""The yellow box: the few facts one decides by, and the way to enrol."""

from registry.catalogue.runs import ENROLLABLE, RunView
from registry.catalogue.views import OfferView
from registry.kernel import text
from registry.kernel.i18n import gettext as _
from registry.kernel.web_address import host, is_within
from registry.web import display, provider_parts, runs
from registry.web.values import Fact, Link


def facts(offer: OfferView, per_hour: str = "") -> tuple[Fact, ...]:
    """When, where, how long, price, what one receives, in which language, and whether one can enrol. What nobody stated
    says so; `per_hour`: the price of an hour beside others, "" where it cannot be compared."""
    run = offer.next_run
    found = (
        _when(offer, run),
        _where(offer, run),
        _length(offer),
        _price(offer, per_hour),
        _receives(offer),
        _languages(offer, run),
        _enrolment(run),
    )
    return tuple(fact for fact in found if fact)


def enrol(offer: OfferView) -> Link | None:
    """The address for enrolling: the next run's, else the offer's, else its homepage as a place to ask. A page of the
    mailbox is nobody's to examine, so people are led there only within the provider's own site."""
    run = offer.next_run
    url = (run.letter.get("enrol") or {}).get("url") if run and run.state in ENROLLABLE | {"future"} else None
    url = url or (offer.spec.enrol.url if offer.spec.enrol else None)
    if url:
        return Link(_("Enrol with the provider"), url)
    page = offer.contact.get("url")
    within = page if is_within(host(page), host(offer.provider.url)) else None
    url = offer.spec.homepage or within or offer.provider.url
    return Link(_("See the provider’s page"), url) if url else None


def enrol_words(offer: OfferView) -> display.Html:
    """How to enrol in words, and whom to ask. Those of a run nobody examines: they lead nowhere."""
    run = offer.next_run
    said = display.words((run.letter.get("enrol") or {}).get("text") if run else None, offer.language)
    if said:
        return display.Html(text.markdown_html(said.text, links=False), said.lang)
    return display.prose(offer.spec.enrol.text if offer.spec.enrol else None, offer.language)


def ask(offer: OfferView) -> tuple[Link, ...]:
    """Where to write and call with a question: as the offer says, else as its provider does."""
    email, phone = offer.contact.get("email"), offer.contact.get("phone")
    return provider_parts.reach(email or offer.provider.email, phone or offer.provider.phone)


def _enrolment(run: RunView | None) -> Fact | None:
    """Whether one can enrol now, and until when."""
    said = runs.enrolment(run)
    return Fact(_("Enrolment"), said, runs.looked_at(run)) if said else None


def _when(offer: OfferView, run: RunView | None) -> Fact | None:
    if run is None:
        return Fact(_("When"), _("ask for a date"))
    lines = [line for line in runs.schedule(run.letter, offer.language) if line]
    lasts = runs.lasts(run, offer.language)
    if lines:
        tongue = runs.schedule_language(run.letter, offer.language)
        return Fact(_("When"), display.apart(lines), lasts.text, lang=tongue, more_lang=lasts.lang)
    return Fact(_("When"), lasts.text, lang=lasts.lang) if lasts else None


def _where(offer: OfferView, run: RunView | None) -> Fact | None:
    if run is None:
        modes = [display.named("mode", code) for code in offer.spec.modes]
        return Fact(_("Where"), display.listed(modes)) if modes else None
    where, more = runs.where(run, offer.language)
    if run.place and run.place.street:
        where = display.Words(display.listed([run.place.locality or run.place.name, run.place.street]))
    access = run.place.access if run.place else offer.access
    features = [display.named("access", code) for code in access]
    return Fact(_("Where"), where.text, display.listed([more, *features]), lang=where.lang)


def _length(offer: OfferView) -> Fact:
    label = _("How long") if offer.kind == "guidance" else _("Work")
    minutes = offer.minutes
    if not minutes:
        return Fact(label, _("not stated"))
    workload = offer.spec.workload
    with_teacher = workload.contact_minutes if workload else None
    more = _("%(hours)s with a teacher", hours=display.duration(with_teacher)) if with_teacher else ""
    return Fact(label, display.duration(minutes), more)


def _price(offer: OfferView, per_hour: str) -> Fact:
    cost = runs.cost(offer.next_run, offer.language)
    if cost.amount:
        return Fact(_("Price"), cost.amount, cost.more or per_hour)
    return Fact(_("Price"), _("see below") if cost.elsewhere else cost.more, lang=cost.lang)


def _receives(offer: OfferView) -> Fact:
    label = _("You receive")
    if offer.kind == "guidance":
        return Fact(label, _("Personal advice"), _("no certificate"))
    if offer.credential is None:
        told = offer.spec.validation.receives if offer.spec.validation else None
        said = display.words(told, offer.language)
        return Fact(label, said.text, lang=said.lang) if said else Fact(label, _("not stated"))
    eqf = offer.spec.eqf
    level = _("EQF level %(level)s", level=eqf) if eqf and eqf != "none" else ""
    return Fact(label, display.named("credential", offer.credential), level)


def _languages(offer: OfferView, run: RunView | None) -> Fact | None:
    tags = (run.letter.get("language") if run else None) or offer.spec.languages
    names = [display.language_name(tag) for tag in tags]
    return Fact(_("Language"), display.listed(names)) if names else None
