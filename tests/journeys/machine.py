"""A machine that does with a few offers whatever anybody might try, one verb after the other, and knows by itself what
the public may see: the words of content that was decided to be listed, as long as it stands in the list, and nothing
of drafts, questions, notes or remarks. Every piece of content has a word of its own that occurs nowhere else."""

import itertools
from dataclasses import dataclass, field
from typing import Any, ClassVar

from flask import Flask
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from registry import worker
from registry.catalogue import service as catalogue
from registry.kernel.actor import VISITOR, Actor
from registry.kernel.errors import RegistryError
from registry.quality import appeals, remarks, service
from registry.quality.cases import Review
from tests import builders
from tests.builders import ADMIN, FOURTH, REVIEWER, SECOND, THIRD

_words = (f"canary{number:06d}q" for number in itertools.count(1))
# pages and data that anybody may read and that could tell of any offer
PUBLIC = (
    *("/", "/offers", "/offers.csv", "/offers.atom", "/feed.atom", "/decisions", "/decisions.atom", "/decisions.json"),
    *("/sitemap.xml", "/providers", "/statistics", "/api/v1/offers", "/api/v1/decisions"),
    *("/api/v1/suggest?q=canary", "/ledger/entries?start=1&count=100"),
)
ANYBODY = ("member", "editor", "stranger", "visitor", "relative", "hasty", "third")
# who may succeed with what; the relative belongs to the provider and is a reviewer
PROVIDERS = {"save", "submit", "recall", "answer", "discard", "revise", "amend", "withdraw", "appeal"}
DESK = {"take", "release", "find", "remark", "ask", "return", "list", "refuse", "suspend", "restore", "uphold"}
ACTIONS = sorted(PROVIDERS | DESK)
# what usually comes next, by state, and by whom
NEXT = {
    "draft": ("submit", "amend", "save", "submit", "amend"),
    "submitted": ("take", "take", "take", "recall"),
    "in-review": ("list", "find", "remark", "ask", "list", "return", "refuse", "list", "release"),
    "asked": ("answer", "answer", "return"),
    "returned": ("submit", "save", "appeal", "uphold"),
    "listed": ("revise", "revise", "suspend", "suspend", "withdraw"),
    "suspended": ("appeal", "uphold", "restore", "revise"),
    "refused": ("appeal", "uphold", "revise"),
}


@dataclass
class Told:
    """What the machine knows of an offer: the word of its open content, of what is listed or was last, and whether it
    stands in the list; `secret` has all words the public must not see yet."""

    code: str
    open: str
    current: str = ""
    shown: bool = False
    secret: set[str] = field(default_factory=set)


def content(word: str, summary: str = "") -> dict[str, Any]:
    """A content that says this word wherever it can, and this one in its summary."""
    title = {"en": f"Spreadsheets {word}"}
    outcome = {"title": {"en": f"Sort {word}"}, "competence": "1.3", "level": 4, "minutes": 600}
    summary = summary or word
    return builders.training(title=title, description=title, outcomes=[outcome], summary={"en": f"About {summary}."})


class Registry(RuleBasedStateMachine):
    """One provider, its people, the desk, and strangers."""

    app: ClassVar[Flask]
    steps: ClassVar[int] = 0
    done: ClassVar[dict[str, int]] = {}

    @initialize()
    def begin(self) -> None:
        """A provider with two offers, one of them listed."""
        with self.app.app_context():
            self.provider = builders.vetted_provider(name=next(_words).replace("canary", "House "))
            self.slug = builders.provider_row(self.provider).slug
        self.offers: list[Told] = []
        self.actors = {
            "member": builders.member(self.provider),
            "editor": Actor("member", "editor", frozenset({self.provider})),
            "stranger": builders.member("DEMO-0000-0000"),
            "visitor": VISITOR,
            "relative": builders.acting("reviewer", self.provider),
            "hasty": Actor("reviewer", REVIEWER.ref),
            "reviewer": REVIEWER,
            "third": THIRD,
            "admin": ADMIN,
        }
        self.moved = True
        for _number in range(2):
            self.start()
        for who, action in (("member", "submit"), ("reviewer", "take"), ("reviewer", "list")):
            self.attempt(who, action, self.offers[0])

    def start(self) -> None:
        """Another draft."""
        word = next(_words)
        with self.app.app_context():
            code = catalogue.start(self.actors["member"], self.provider, content(word))
        self.offers.append(Told(code, word, secret={word}))
        self.moved = True

    @rule(data=st.data())
    def go_on(self, data: st.DataObject) -> None:
        """What usually comes next, by whom it usually does; now and then the worker has its turn."""
        if data.draw(st.integers(0, 9)) == 9:
            with self.app.app_context():
                worker.turn()
            self.moved = True
        told = data.draw(st.sampled_from(self.offers))
        state = self.state(told)
        if state not in NEXT:
            self.start()
            return
        action = data.draw(st.sampled_from(NEXT[state]))
        self.attempt("member" if action in PROVIDERS else "third" if action == "uphold" else "reviewer", action, told)

    @rule(data=st.data(), who=st.sampled_from(ANYBODY), action=st.sampled_from(ACTIONS))
    def try_anything(self, data: st.DataObject, who: str, action: str) -> None:
        """Anything by anybody."""
        self.attempt(who, action, data.draw(st.sampled_from(self.offers)))

    def state(self, told: Told) -> str:
        """The state of the version that counts."""
        with self.app.app_context():
            offer = builders.offer_row(told.code)
            return (offer.open_version or offer.current_version or offer.newest_version).state

    def attempt(self, who: str, action: str, told: Told) -> None:
        """Try it; what is refused leaves nothing behind, what succeeds was allowed."""
        word = next(_words)
        with self.app.app_context():
            before = builders.offer_row(told.code).counter
            try:
                self.act(self.actors[who], action, told, word)
            except RegistryError:
                with self.app.app_context():
                    assert builders.offer_row(told.code).counter == before, f"a refused {action} left something"
                return
        allowed = {"member"} if action in PROVIDERS else {"reviewer", "third", "admin"}
        if action in ("save", "revise", "discard", "answer"):
            allowed |= {"editor"}
        assert who in allowed, f"{who} succeeded with {action}"
        self.moved = True
        self.learn(action, told, word)
        self.done[action] = self.done.get(action, 0) + 1

    def act(self, actor: Actor, action: str, told: Told, word: str) -> None:
        """The verb, with the page just read."""
        code, seen = told.code, builders.seen(told.code)
        if action in ("submit", "recall", "discard"):
            catalogue.perform(actor, code, action, seen)
        elif action == "save":
            catalogue.save(actor, code, content(word), seen)
        elif action == "revise":
            counter = catalogue.revise(actor, code, seen)
            catalogue.save(actor, code, content(told.current or told.open, word), counter)
        elif action == "amend":
            service.amend(actor, code, seen)
        elif action == "withdraw":
            service.withdraw(actor, code, seen)
        elif action in ("take", "release"):
            getattr(service, action)(actor, code, seen)
        elif action == "find":
            service.save_finding(actor, self.review(code), "price", "met", note=f"Between us: {word}.")
        elif action == "remark":
            service.remark(actor, self.review(code), "title", f"Please explain {word}.")
        elif action == "ask":
            service.ask(actor, code, seen, f"What is {word}?")
        elif action == "answer":
            answers = {task.id: f"It is {word}." for task in remarks.open_for(code) if task.is_open}
            service.answer(actor, code, seen, answers, "As asked.")
        elif action == "appeal":
            found = appeals.possible_against(code)
            service.appeal(actor, found[0] if found else 1, {"price": f"Because of {word}."})
        elif action == "uphold":
            self.uphold(actor, code)
        else:
            self.rule_on(actor, action, code, seen)

    def rule_on(self, actor: Actor, action: str, code: str, seen: int) -> None:
        """List, return, restore; or, with a second person, refuse and suspend."""
        letter = builders.ruling(action=action, reasons=["Said so."])
        if action == "refuse":
            letter["criteria"] = {**letter["criteria"], "price": "not-met"}
        if action in ("refuse", "suspend"):
            service.confirm(SECOND, service.propose(actor, code, letter, seen))
        else:
            service.decide(actor, code, letter, seen)

    def uphold(self, actor: Actor, code: str) -> None:
        """Hear the appeal there is, and uphold it with a second person."""
        found = [one.id for one in appeals.of_offer(code) if one.closed_at is None]
        service.take_appeal(actor, found[0] if found else 999_999)
        letter = {"action": "uphold", "reasons": ["It is right."]}
        service.confirm(FOURTH, service.propose(actor, code, letter, builders.seen(code)))

    def review(self, code: str) -> int:
        """The open review of the offer; a number nobody has when there is none."""
        offer_id = builders.offer_row(code).id
        rows = builders.db.session.query(Review.id).filter_by(offer_id=offer_id, closed_at=None)
        return next((number for (number,) in rows.order_by(Review.id.desc())), 999_999)

    def learn(self, action: str, told: Told, word: str) -> None:
        """What the public may see from now on."""
        if action in ("save", "revise"):
            told.open = word
            told.secret.add(word)
        elif action in ("find", "remark", "ask", "answer", "appeal"):
            told.secret.add(word)
        elif action in ("list", "amend"):
            told.secret.discard(told.open)
            told.current, told.shown = told.open, True
        elif action in ("suspend", "withdraw"):
            told.shown = False
        elif action == "restore":
            told.shown = True
        elif action == "uphold":
            told.shown = told.shown or self.state(told) == "listed"

    @invariant()
    def nothing_secret_is_public(self) -> None:
        """P04, P05, P09: what is shown is what was decided, and nothing else anywhere."""
        type(self).steps += 1
        if not self.moved:
            return
        self.moved, client = False, self.app.test_client()
        secret = {word for told in self.offers for word in told.secret}
        for address in (*PUBLIC, f"/providers/{self.slug}"):
            body = client.get(address).get_data(as_text=True)
            assert not [word for word in secret if word in body], address
        for told in self.offers:
            answer = client.get(f"/offers/{told.code}")
            assert (answer.status_code == 200) == told.shown, told
            bodies = [answer.get_data(as_text=True)]
            bodies += [client.get(f"/offers/{told.code}{end}").get_data(as_text=True) for end in (".jsonld", ".ics")]
            assert not [word for word in secret if any(word in body for body in bodies)], told
            assert not told.shown or told.current in bodies[0], told
