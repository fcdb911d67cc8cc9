"""What each kind of letter says. The values are plain, as they are kept until the letter goes out; the words are in the
language of whoever gets it, the texts of an offer in theirs when it has them."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from babel.dates import format_date

from registry import config
from registry.catalogue.lifecycle import GRACE, RELIST_WITHIN
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import language, locale_of, ngettext, speaking
from registry.kernel.text import Picked, pick
from registry.notices import links
from registry.notices.account_words import ACCOUNT_KINDS
from registry.notices.letters import Item, Items, Part, Quote, Say, Way, Written
from registry.quality import appealing, criteria, outcomes, validity

Values = Mapping[str, Any]
MOST_NAMED = 60  # offers in one letter; the page behind its link has them all


def write(kind: str, values: Values, tag: str) -> Written:
    """The letter of this kind in one of the registry's languages, its first when it does not speak the one asked for.
    KeyError when there is no such kind."""
    spoken = config.current().languages
    with speaking(tag if tag in spoken else spoken[0]):
        subject, parts = KINDS[kind](values)
        return Written(language(), subject, tuple(parts), _foot(values))


def _decision(values: Values) -> tuple[str, list[Part]]:
    title = _title(values)
    outcome = outcomes.words(
        values["about"], values["action"], examined=values["examined"], has_conditions=bool(values["conditions"])
    )
    told = _("On %(date)s the registry decided about “%(title)s”: %(outcome)s.", outcome=outcome, **_named(values))
    parts: list[Part] = [Say(told)]
    parts += [Quote(text) for text in values["reasons"]]
    if values["not_met"]:
        edition = criteria.edition(values["rules"])
        points = [Item(edition.title_of(code, language()), values["said"].get(code, "")) for code in values["not_met"]]
        parts += [Say(_("Not met:")), Items(tuple(points))]
    if values["conditions"]:
        parts += [Say(_("Conditions:")), Quote(values["conditions"])]
    if values["review_by"]:
        parts.append(Say(_("The registry looks at it again by %(date)s.", date=_day(values["review_by"]))))
    if values["action"] == "return":
        parts.append(Say(_("Change what is said above and submit it again. What you have entered is all still there.")))
        parts.append(Way(_("Go on with the offer"), _desk(values, "/remarks")))
    if values["action"] == "expire":
        parts.append(Say(_(
            "Nobody has looked at it again for %(years)s years, so it is no longer called examined. Open a new "
            "version, bring it up to date and submit it to have it listed again.", years=validity.YEARS,
        )))  # fmt: skip
        parts.append(Way(_("Go on with the offer"), _desk(values)))
    parts.append(_decision_page(values["number"]))
    if values["about"] == "offer" and values["action"] in appealing.APPEALABLE:
        parts.append(Say(_appeal(values["number"])))
        parts.append(Way(_("Appeal at your desk"), _desk(values, f"/decisions/{values['number']}")))
    return _("%(outcome)s: %(title)s", outcome=outcome, title=title.text), parts


def _decision_page(number: int) -> Way:
    return Way(_("The decision with its reasons"), links.page(f"/decisions/{number}", language()))


def _appeal(number: int) -> str:
    return _(
        "If you think this is wrong, you can appeal within %(days)s days. Somebody who had no part in it then looks at "
        "it, and that decision is public too. Appeal at your desk, or write to %(contact)s and name decision "
        "%(number)s.",
        days=appealing.WITHIN.days,
        contact=config.current().contact,
        number=number,
    )


def _question(values: Values) -> tuple[str, list[Part]]:
    subject = _("A question about “%(title)s”", title=_title(values).text)
    return subject, [
        Say(_("Whoever examines your offer “%(title)s” (%(code)s) asks:", **_named(values))),
        Quote(values["words"]),
        Say(_("The examination goes on as soon as you have answered.")),
        Way(_("Answer the question"), _desk(values, "/remarks")),
    ]


def _submitted(values: Values) -> tuple[str, list[Part]]:
    subject = _("Submitted: %(title)s", title=_title(values).text)
    return subject, [
        Say(_(
            "Your offer “%(title)s” (%(code)s) was submitted on %(date)s and waits to be examined.", **_named(values)
        )),
        Say(_(
            "You get a letter when something is asked and when it is decided. Until somebody has taken it you can take "
            "it back."
        )),
        Way(_("See how far it is"), _desk(values, "/status")),
    ]  # fmt: skip


def _reminder(values: Values) -> tuple[str, list[Part]]:
    offers = values["offers"]
    count = len(offers)
    days = min(offer["days"] for offer in offers)
    subject = ngettext("Is this offer still right?", "Are these %(num)s offers still right?", count)
    told = _("Today is the last day.") if days == 0 else _("The time is over.")
    if days > 0:
        told = ngettext("%(num)s day is left.", "%(num)s days are left.", days)
    return subject, [
        Say(ngettext(
            "%(provider)s has an offer in the registry that should be confirmed. %(left)s",
            "%(provider)s has %(num)s offers in the registry that should be confirmed. %(left)s",
            count, provider=values["provider"], left=told,
        )),
        _items(offers, _("to be confirmed by %(date)s")),
        Way(_("Look at them and confirm all or some"), _confirm(values)),
        Say(_("The link is for you alone. You need not sign in.")),
        Say(_(
            "What is not confirmed in time stands behind other offers, and after %(days)s more days it leaves the "
            "list. You can bring it back at any time within %(back)s days.",
            days=GRACE.days, back=RELIST_WITHIN.days,
        )),
    ]  # fmt: skip


def _lapsed(values: Values) -> tuple[str, list[Part]]:
    offers = values["offers"]
    count = len(offers)
    subject = ngettext("An offer has left the list", "%(num)s offers have left the list", count)
    return subject, [
        Say(ngettext(
            "Nobody confirmed an offer of %(provider)s in time, so it is no longer shown:",
            "Nobody confirmed %(num)s offers of %(provider)s in time, so they are no longer shown:",
            count, provider=values["provider"],
        )),
        _items(offers, _("confirmation was due by %(date)s"), "/publish"),
        Way(_("Confirm and bring back all or some"), _confirm(values)),
        Say(_("The link is for you alone and works for %(days)s days. You need not sign in. What comes back keeps its "
              "address and needs no new examination.", days=RELIST_WITHIN.days)),
    ]  # fmt: skip


def _ending(values: Values) -> tuple[str, list[Part]]:
    offers = values["offers"]
    count = len(offers)
    subject = ngettext("An approval ends soon", "%(num)s approvals end soon", count)
    return subject, [
        Say(ngettext(
            "The registry’s approval of an offer of %(provider)s ends:",
            "The registry’s approval of %(num)s offers of %(provider)s ends:",
            count, provider=values["provider"],
        )),
        _items(offers, _("approved until %(date)s"), "/publish"),
        Say(_(
            "To keep what is listed, open a new version, bring it up to date and submit it. What is listed stays so "
            "until that is decided, or until that day."
        )),
        Way(_("Go to your offers"), links.page("/publish?show=listed", language())),
    ]  # fmt: skip


def _appeal_arrived(values: Values) -> tuple[str, list[Part]]:
    subject = _("Your appeal about “%(title)s” has arrived", title=_title(values).text)
    return subject, [
        Say(_(
            "On %(date)s an appeal was made against decision %(number)s about “%(title)s” (%(code)s).",
            number=values["number"], **_named(values),
        )),
        Say(_(
            "Somebody who had no part in that decision hears it, and a second person has to agree. You get a letter "
            "when it is decided. The answer is public."
        )),
        _decision_page(values["number"]),
    ]  # fmt: skip


def _waiting(values: Values) -> tuple[str, list[Part]]:
    title = _title(values).text
    if values["what"] == "appeal":
        subject = _("An appeal waits to be heard: %(title)s", title=title)
        told = _("An appeal about “%(title)s” waits for somebody who had no part in the decision.", title=title)
    else:
        subject = _("A proposal waits for you: %(title)s", title=title)
        told = _("A proposal about “%(title)s” waits for a second person: %(outcome)s.", title=title,
                 outcome=outcomes.words(values["about"], values["action"], examined=None))  # fmt: skip
    return subject, [
        Say(told),
        Say(_("Whoever of you looks at it first has it.")),
        Way(_("Go to the desk"), links.page(values.get("page", "/review"), language())),
    ]


def _address(values: Values) -> tuple[str, list[Part]]:
    subject = _("An address to enrol was refused: %(title)s", title=_title(values).text)
    former = _("People go on being led to the former address.") if values["former"] else _("No address is shown.")
    return subject, [
        Say(_(
            "On %(date)s the registry looked at a new address to enrol in “%(title)s” (%(code)s), at %(host)s, and "
            "does not lead people there. The reason:", host=values["host"], **_named(values),
        )),
        Quote(values["words"]),
        Say(former),
        Say(_("If this is a mistake, write to %(contact)s.", contact=config.current().contact)),
        Way(_("Go to the dates of this offer"), _desk(values, "/runs")),
    ]  # fmt: skip


def _address_allowed(values: Values) -> tuple[str, list[Part]]:
    subject = _("Addresses at %(host)s are allowed: %(title)s", host=values["host"], title=_title(values).text)
    return subject, [
        Say(_(
            "The registry had refused an address to enrol in “%(title)s” (%(code)s), at %(host)s. It has looked again: "
            "since %(date)s addresses there are allowed.", host=values["host"], **_named(values),
        )),
        Say(_("Enter the address again, or import your file again: then the registry shows it at once.")),
        Way(_("Go to the dates of this offer"), _desk(values, "/runs")),
    ]  # fmt: skip


KINDS: dict[str, Callable[[Values], tuple[str, list[Part]]]] = {
    "decision": _decision,
    "question": _question,
    "submitted": _submitted,
    "reminder": _reminder,
    "lapsed": _lapsed,
    "ending": _ending,
    "appeal": _appeal_arrived,
    "waiting": _waiting,
    "address": _address,
    "address-allowed": _address_allowed,
    **ACCOUNT_KINDS,
}


def _items(offers: Sequence[Values], said: str, door: str = "") -> Items:
    """The offers, each with its public page, or its page behind this door where that is where one acts."""
    items = []
    for offer in offers[:MOST_NAMED]:
        title = _title(offer)
        more = said % {"date": _day(offer["by"])}
        items.append(Item(title.text, more, links.page(f"{door}/offers/{offer['code']}", language()), _other(title)))
    if (left := len(offers) - MOST_NAMED) > 0:
        items.append(Item(_("and %(count)s more", count=left)))
    return Items(tuple(items))


def _desk(values: Values, below: str = "") -> str:
    """The page of the offer at its provider's desk that answers the letter."""
    return links.page(f"/publish/offers/{values['code']}{below}", language())


def _confirm(values: Values) -> str:
    """The signed link of the letter, made when it is written, so that it is kept nowhere."""
    day = dt.date.fromisoformat(values["told_on"])
    link = links.Confirmation(values["provider_code"], values["ref"], day, values["lapsed"])
    return links.page(f"/confirm/{link.token}", language())


def _named(values: Values) -> dict[str, str]:
    return {"title": _title(values).text, "code": values["code"], "date": _day(values["at"])}


def _title(values: Values) -> Picked:
    found = pick(values["title"], language(), values.get("language"))
    return found._replace(text=" ".join(found.text.split()))


def _other(title: Picked) -> str:
    return "" if title.asked else title.lang


def _day(iso: str) -> str:
    return str(format_date(dt.date.fromisoformat(iso[:10]), "long", locale=locale_of(language())))


def _foot(values: Values) -> tuple[str, ...]:
    settings = config.current()
    if values.get("account"):
        why = _("You get this letter because somebody gave this address in the registry.")
    elif values.get("what"):
        why = _("You get this letter because you work at the desk of the registry.")
    else:
        why = _("You get this letter because you answer for %(provider)s in the registry.", provider=values["provider"])
    return why, f"{settings.name}, {settings.authority}", settings.contact
