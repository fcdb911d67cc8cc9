"""Every page of the desks with something on it: people and offers in every state, made once, and the addresses of every
route there is. A route that is new is looked at from its first day, or the tests that walk these addresses fail."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser
from werkzeug.routing import Rule

from registry.catalogue import service as catalogue
from registry.kernel import clock
from registry.kernel.actor import OPERATOR, VISITOR
from registry.kernel.routes import policies
from registry.notices import links
from registry.providers import inviting, service
from registry.quality import remarks
from registry.quality import service as quality
from registry.web.account import factors
from registry.web.publish import topics
from tests import builders, signing
from tests.browser.conftest import Site
from tests.browser.test_reviewing import Desk
from tests.browser.test_reviewing import addresses as of_reviewers

DOORS = ("publish.", "account.", "security.", "review.", "admin.")
# what is behind a door and shows no page of its own
NO_PAGE = {
    "account.national": "leads to an issuer; none is set here",
    "account.national_back": "comes from an issuer; none is set here",
    "account.disconnect": "of accounts with a national sign-in; none is set here",
    "security.confirm_email": "leads to signing in",
    "security.two_factor_rescue": "leads to signing in: there is no letter with a code",
    "security.wan_delete": "leads to the passkeys",
    "security.tf_select": "of accounts with two kinds of factors; in the middle of signing in",
    "security.two_factor_token_validation": "in the middle of signing in: the tour goes there",
    "security.mf_recovery": "in the middle of signing in",
    "publish.providers": "leads to the only provider one has",
}
# who sees what a policy lets through
WHO = {"member": "member", "signed-in": "new", "sign-in": "", "desk": "staff", "admin": "staff"}


@dataclass(frozen=True)
class Made:
    """What there is: accounts by who they are, offers by their state."""

    accounts: dict[str, signing.Account]
    provider: str
    offers: dict[str, str]
    more: dict[str, Any]


def make(site: Site) -> Made:
    """People and offers for every page; inside an application context."""
    provider = builders.vetted_provider(name="Harbour Learning House of every page", email="desk@harbour.example")
    member = signing.account("every-member@example.org", name="Mia Member")
    signing.join(member.id, provider)
    accounts = {
        "member": member,
        "new": signing.account("every-new@example.org", name="Nora New"),
        "staff": signing.account("every-staff@example.org", roles=("reviewer", "admin"), name="Rae Root"),
    }
    offers = _offers(provider)
    actor = builders.member(provider)
    inviting.invite(actor, provider, {"email": "every-invited@example.org", "role": "editor"})
    letter = builders.run_letter()
    returned = builders.in_review(_titled("Returned"), provider)
    more = {
        "run": catalogue.schedule_run(OPERATOR, offers["listed"], letter),
        "place": service.add_place(actor, provider, builders.place_values(access=["step-free"])),
        "token": factors.link_for_password(accounts["new"].id).rpartition("/")[2],
        "decision": builders.ruled(returned, {"action": "return", "reasons": ["Say more."], "criteria": {}}),
        "report": quality.report(VISITOR, offers["listed"], "price", "It costs more."),
        "confirm": links.Confirmation(provider, member.ref, clock.today(), lapsed=False).token,
    }
    return Made(accounts, provider, {**offers, "returned": returned}, more)


def _titled(title: str) -> dict[str, Any]:
    return builders.training(title={"en": title})


def _offers(provider: str) -> dict[str, str]:
    asked = builders.in_review(_titled("Asked"), provider)
    quality.ask(builders.REVIEWER, asked, builders.seen(asked), "Who marks the practical task?")
    assert remarks.open_for(asked)
    submitted = builders.draft(_titled("Submitted"), provider)
    catalogue.perform(OPERATOR, submitted, "submit", builders.seen(submitted))
    return {
        "training": builders.draft(builders.micro(), provider),
        "guidance": builders.draft(builders.guidance(), provider),
        "validation": builders.draft(builders.validation(), provider),
        "begun": builders.draft({"kind": "training", "language": "en", "title": {"en": "Begun"}}, provider),
        "asked": asked,
        "submitted": submitted,
        "listed": builders.decided(_titled("Listed"), provider),
    }


class Pages:
    """The addresses, by who looks at them."""

    def __init__(self, site: Site, browser: Browser) -> None:
        self.site = site
        with site.app.app_context():
            self.made = make(site)
        desk = Desk(site, browser)
        self.review = of_reviewers(desk)

    def of(self, rule: Rule) -> list[str]:
        """The addresses of a route, each with something else on it; KeyError for a route nobody has named yet."""
        if not rule.arguments:
            return [rule.rule]
        build = self.site.app.url_map.bind("localhost").build
        return [build(rule.endpoint, values) for values in self._values(rule.endpoint)]

    def _values(self, endpoint: str) -> list[dict[str, Any]]:
        made, offers = self.made, self.made.offers
        listed, more = offers["listed"], made.more
        of_topics = {one.code: one.kinds[0] for one in topics.TOPICS}
        every = {
            "publish.offer": [{"code": offers[one]} for one in ("training", "guidance", "begun", "listed")],
            "publish.preview": [{"code": offers["begun"]}],
            "publish.check": [{"code": offers["training"]}, {"code": offers["begun"]}],
            "publish.status": [{"code": offers[state]} for state in ("listed", "submitted")],
            "publish.remarks": [{"code": offers["asked"]}, {"code": offers["returned"]}],
            "publish.decision": [{"code": offers["returned"], "number": more["decision"]}],
            "publish.translations": [{"code": offers["training"]}],
            "publish.runs": [{"code": listed}, {"code": offers["training"]}],
            "publish.new_run": [{"code": listed}],
            "publish.run": [{"code": listed, "run": more["run"]}],
            "publish.run_act": [{"code": listed, "run": more["run"], "action": one} for one in ("repeat", "cancel")],
            "publish.topic": [{"code": offers[kind], "topic": one} for one, kind in of_topics.items()],
            "publish.act": [{"code": listed, "action": one} for one in ("withdraw", "copy")],
            "publish.invitation": [{"token": "nothing"}],
            "security.reset_password": [{"token": more["token"]}],
            "admin.person": [{"ref": made.accounts["new"].ref}],
        }
        of_provider = ("publish.provider", "publish.members", "publish.places", "publish.new_place", "admin.provider")
        every |= {endpoint: [{"code": made.provider}] for endpoint in of_provider}
        every["publish.place"] = [{"code": made.provider, "place": more["place"]}]
        return every[endpoint]

    def by_person(self) -> dict[str, list[str]]:
        """Who → the addresses they look at; "": nobody who has signed in."""
        app, found = self.site.app, {who: [] for who in ("", *self.made.accounts)}  # type: ignore[var-annotated]
        for rule in app.url_map.iter_rules():
            if not rule.endpoint.startswith(DOORS) or rule.endpoint in NO_PAGE or "GET" not in (rule.methods or ()):
                continue
            if not rule.endpoint.startswith("review."):
                found[WHO[policies(app)[rule.endpoint]]] += self.of(rule)
        found["staff"] += self.review
        found[""] += [f"/confirm/{self.made.more['confirm']}", f"/report/status/{self.made.more['report']}"]
        return {who: list(dict.fromkeys(every)) for who, every in found.items()}

    def missing_of_review(self) -> set[str]:
        """Routes of the reviewer’s desk that none of its addresses leads to."""
        adapter = self.site.app.url_map.bind("localhost")
        shown = {adapter.match(urlsplit(address).path)[0] for address in self.review}
        rules = self.site.app.url_map.iter_rules()
        every = {rule.endpoint for rule in rules if rule.endpoint.startswith("review.") and "GET" in rule.methods}
        return every - shown
