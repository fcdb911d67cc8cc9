"""The lists of the reviewer's desk: the queue, proposals that wait for a second person, appeals, reports of problems,
new addresses to enrol, and the figures of the team; and one proposal, appeal, report and address."""

from dataclasses import dataclass
from typing import ClassVar

from registry.web.display import Words
from registry.web.fields import Field
from registry.web.pages.decisions import DecisionTold
from registry.web.pages.desk import DeskPage, FormPage
from registry.web.pages.offers import Chip
from registry.web.pages.providers import Filter, FilterGroup
from registry.web.pages.review_case import Act
from registry.web.paging import Paging
from registry.web.values import Fact, Link, Tag


@dataclass(frozen=True)
class QueueRow:
    """A case in the queue: where it stands against the time there is for it, what it is, the provider's record, its
    risks, who has it, and what one can do at once. `pick` is the value by which it is assigned with others."""

    href: str
    title: Words
    code: str
    kind: str
    provider: str
    record: str
    age: str
    tag: Tag | None
    flags: tuple[str, ...]
    who: str
    take: Act | None
    seen: int
    pick: str
    ticked: bool = False


@dataclass(frozen=True)
class QueueSection:
    """Rows of one urgency under their heading."""

    heading: str
    rows: tuple[QueueRow, ...]


@dataclass(frozen=True, kw_only=True)
class QueuePage(FormPage):
    """What waits at the desk, most urgent first, as narrowed; `assign` are the fields by which an admin gives the ones
    that are ticked to somebody."""

    template: ClassVar[str] = "review/queue.html"
    section: ClassVar[str] = "queue"
    door: ClassVar[str] = "review"

    heading: str
    words: str
    groups: tuple[FilterGroup, ...]
    chips: tuple[Chip, ...]
    clear: str
    sections: tuple[QueueSection, ...]
    pages: Paging
    range_words: str
    assign: tuple[Field, ...]
    assign_here: str
    notice: str


@dataclass(frozen=True)
class ListRow:
    """A row of a plain list at the desk: what it is about, what is asked, since when or when it ended, whose."""

    href: str
    title: Words
    more: str
    what: str
    since: str
    tag: Tag


@dataclass(frozen=True, kw_only=True)
class ListPage(DeskPage):
    """Proposals, appeals, reports or new addresses: those that wait, or those that have ended, as `state` says; `views`
    leads to either."""

    template: ClassVar[str] = "review/list.html"
    door: ClassVar[str] = "review"

    heading: str
    words: str
    state: str
    views: tuple[Filter, ...]
    heads: tuple[str, str, str, str]
    rows: tuple[ListRow, ...]
    nothing: str
    pages: Paging
    range_words: str
    notice: str


@dataclass(frozen=True, kw_only=True)
class ProposalsPage(ListPage):
    """What waits for a second person."""

    section: ClassVar[str] = "proposals"


@dataclass(frozen=True, kw_only=True)
class AppealsPage(ListPage):
    """Appeals of providers."""

    section: ClassVar[str] = "appeals"


@dataclass(frozen=True, kw_only=True)
class ReportsPage(ListPage):
    """Problems that anybody reported."""

    section: ClassVar[str] = "reports"


@dataclass(frozen=True, kw_only=True)
class AddressesPage(ListPage):
    """New addresses to enrol."""

    section: ClassVar[str] = "addresses"


@dataclass(frozen=True, kw_only=True)
class AddressPage(FormPage):
    """One new address to enrol, to be released or refused; `alike` are the provider's other dates that go the same way,
    `address` what was looked at, and `stood` whether it waited or was refused. `release` "": it cannot be; `fields`
    empty: it cannot be refused."""

    template: ClassVar[str] = "review/address.html"
    section: ClassVar[str] = "addresses"
    door: ClassVar[str] = "review"

    number: int
    address: str
    stood: str
    title: Words
    facts: tuple[Fact, ...]
    alike_words: str
    alike: tuple[Fact, ...]
    ways: tuple[Link, ...]
    release: str
    release_words: str
    fields: tuple[Field, ...]
    refuse_words: str


@dataclass(frozen=True, kw_only=True)
class ProposalPage(FormPage):
    """One proposal for its second person: the decision as the public would read it, to be confirmed or not. `told` is
    None where it cannot be taken any more, or not by this person (`why` says so)."""

    template: ClassVar[str] = "review/proposal.html"
    section: ClassVar[str] = "proposals"
    door: ClassVar[str] = "review"

    number: int
    heading: str
    about: Link
    about_lang: str
    facts: tuple[Fact, ...]
    why: str
    told: DecisionTold | None
    confirm: str
    fields: tuple[Field, ...]
    reject: str


@dataclass(frozen=True)
class Ground:
    """A criterion beside which the provider says why the finding is wrong: what was found and said, what it says."""

    title: str
    verdict: str
    said: str
    ground: str


@dataclass(frozen=True, kw_only=True)
class AppealPage(FormPage):
    """One appeal: the decision beside the grounds, criterion by criterion; to be taken, then answered by two people."""

    template: ClassVar[str] = "review/appeal.html"
    section: ClassVar[str] = "appeals"
    door: ClassVar[str] = "review"

    number: int
    code: str
    title: Words
    facts: tuple[Fact, ...]
    words: Words
    grounds: tuple[Ground, ...]
    decided: DecisionTold | None
    take: Act | None
    fields: tuple[Field, ...]
    seen: int | None
    why: str


@dataclass(frozen=True, kw_only=True)
class ReportPage(FormPage):
    """One report of a problem, to be closed with what came of it."""

    template: ClassVar[str] = "review/report.html"
    section: ClassVar[str] = "reports"
    door: ClassVar[str] = "review"

    reference: str
    title: Words
    facts: tuple[Fact, ...]
    details: str
    ways: tuple[Link, ...]
    fields: tuple[Field, ...]
    why: str


@dataclass(frozen=True)
class Bars:
    """A small figure: a name, one bar per value as path data, and the same as rows of a table."""

    name: str
    path: str
    width: int
    height: int
    heads: tuple[str, str]
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class TeamPage(DeskPage):
    """How the desk does as a whole: ages, times, agreement, overturns; never by person."""

    template: ClassVar[str] = "review/team.html"
    section: ClassVar[str] = "team"
    door: ClassVar[str] = "review"

    words: str
    facts: tuple[Fact, ...]
    bars: tuple[Bars, ...]
    method: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RedactPage(FormPage):
    """Erasing the words of a decision, proposed by an admin to a second person."""

    template: ClassVar[str] = "review/redact.html"
    section: ClassVar[str] = "proposals"
    door: ClassVar[str] = "review"

    number: str
    here: str
    decided: DecisionTold
    fields: tuple[Field, ...]
