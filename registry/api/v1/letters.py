"""How an offer is written for machines: the short form of lists and the long one, with texts in one language (and its
tag), codes where there are concepts, whole minor units where there is money."""

from typing import Any

from registry import config
from registry.api.respond import absolute
from registry.catalogue.runs import RunView
from registry.catalogue.views import Face, OfferView
from registry.kernel.text import pick
from registry.quality.queries import PublicDecision


def face(offer: Face, run: RunView | None, language: str) -> dict[str, Any]:
    """An offer in a list; `run` is the one that matched."""
    title = pick(offer.title, language, offer.language)
    return {
        "code": offer.code,
        "kind": offer.kind,
        "title": title.text,
        "language": title.lang,
        "provider": {"slug": offer.provider_slug, "name": offer.provider_name},
        "competences": list(offer.competences),
        "level_from": offer.level_from,
        "level_to": offer.level_to,
        "hours": hours(offer.minutes),
        "credential": offer.credential,
        "next_run": short_run(run) if run else None,
        "listed_at": offer.listed_at.isoformat(),
        "confirmed_at": offer.confirmed_at.isoformat() if offer.confirmed_at else None,
        "url": absolute(f"/offers/{offer.code}"),
    }


def short_run(run: RunView) -> dict[str, Any]:
    """The run of an offer in a list. `price` is what one person pays in all; null when that is not known."""
    amount = run.payable(config.current().currency)
    return {
        "start": start(run),
        "mode": run.letter.get("mode"),
        "place": (run.place.locality or run.place.name) if run.place else run.letter.get("location_text"),
        "region": run.place.region if run.place else None,
        "price": None if amount is None else {"amount": amount, "currency": config.current().currency},
        "state": run.state,
    }


def whole(offer: OfferView) -> dict[str, Any]:
    """A listed offer in full: its decided content as it is, its runs, its provider and how it came to be listed."""
    return {
        "code": offer.code,
        "version": offer.number,
        "content_sha256": offer.content_sha256,
        "content": offer.spec.to_content(),
        "provider": {"code": offer.provider.code, "slug": offer.provider.slug, "name": offer.provider.name},
        "access": list(offer.access),
        "contact": dict(offer.contact),
        "credential": offer.credential,
        "elements": [{"number": item.number, "code": item.code, "state": item.state} for item in offer.elements],
        "competences": offer.competences,
        "hours": hours(offer.minutes),
        "runs": [run(item) for item in offer.runs],
        "examined": offer.examined,
        "listed_at": offer.listed_at.isoformat(),
        "first_listed_at": offer.first_listed_at.isoformat(),
        "confirmed_at": offer.confirmed_at.isoformat() if offer.confirmed_at else None,
        "url": absolute(f"/offers/{offer.code}"),
    }


def run(item: RunView) -> dict[str, Any]:
    """One run: its letter as shown, with code, state and place; `address_in_question`: the provider gave another
    address to enrol, which the desk looks at before it is shown."""
    place = item.place
    return {
        "code": item.code,
        "state": item.state,
        **item.letter,
        "address_in_question": item.proposed is not None,
        "place": {"code": place.code, "name": place.name, "locality": place.locality, "region": place.region}
        if place
        else None,
    }


def decision(item: PublicDecision) -> dict[str, Any]:
    """One decision: what was decided, on which criteria, by which rules and role, and the hash of its ledger entry."""
    return {
        "number": item.number,
        "at": item.at.isoformat(),
        "action": item.action,
        "outcome": item.outcome,
        "version": item.version,
        "findings": dict(item.findings),
        "said": dict(item.said),
        "inherited": dict(item.inherited),
        "reasons": list(item.reasons),
        "basis": item.basis,
        "conditions": item.conditions,
        "review_by": item.review_by.isoformat() if item.review_by else None,
        "rule_version": item.rule_version,
        "role": item.role,
        "examined": item.examined,
        "content_sha256": item.content_sha256,
        "url": absolute(f"/decisions/{item.number}"),
    }


def start(item: RunView) -> str | None:
    """The start as given: a date, or a local time with the offset of its zone."""
    given = item.letter.get("start") or {}
    if not given.get("date"):
        return None
    if not given.get("time") or item.times.starts is None:
        return str(given["date"])
    return item.times.starts.astimezone(config.zone(given.get("zone"))).isoformat()


def hours(minutes: int | None) -> int | float | None:
    """Hours as a number: whole when they are, else with up to two decimals."""
    if minutes is None:
        return None
    return minutes // 60 if minutes % 60 == 0 else round(minutes / 60, 2)
