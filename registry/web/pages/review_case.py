"""One case at the reviewer's desk: the offer or what changed in it, beside the criteria; and the look at a decision
before it is taken."""

from dataclasses import dataclass
from typing import ClassVar

from registry.web.charts import Fingerprint
from registry.web.display import Html, Words
from registry.web.fields import Field
from registry.web.pages.decisions import DecisionTold
from registry.web.pages.desk import DeskPage, FormPage
from registry.web.pages.offer import BillRow, Block, ElementRow, OutcomeRow, PriceBand, RunRow
from registry.web.values import Fact, Link, Tag
from registry.web.word_marks import Pieces


@dataclass(frozen=True)
class MarkedLine:
    """One value of a version: what it is called ("" when the heading says it), its words in pieces, their language."""

    label: str
    pieces: Pieces
    lang: str


@dataclass(frozen=True)
class Change:
    """A part that differs: its heading, the weight of the change in a word, and its lines before and after."""

    id: str
    heading: str
    weight: str
    critical: bool
    before: tuple[MarkedLine, ...]
    after: tuple[MarkedLine, ...]


@dataclass(frozen=True)
class Figures:
    """Competences before and after: two small figures, and in words those that moved."""

    before: Fingerprint
    after: Fingerprint
    before_words: tuple[str, ...]
    after_words: tuple[str, ...]


@dataclass(frozen=True)
class Revision:
    """What changed: how many values, whose decision the other criteria keep, what the two versions are called."""

    words: str
    kept: Link | None
    before_name: str
    after_name: str
    figures: Figures | None
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Whole:
    """The whole offer, in the parts of its public page."""

    summary: Words
    description: Html
    facts: tuple[Fact, ...]
    heading: str
    outcomes_head: str
    figure: Fingerprint | None
    outcomes: tuple[OutcomeRow, ...]
    share: str
    helps: Html
    blocks: tuple[Block, ...]
    receives: tuple[Fact, ...]
    elements: tuple[ElementRow, ...]
    elements_words: tuple[str, ...]


@dataclass(frozen=True)
class Money:
    """Dates and what they cost, beside comparable offers."""

    runs: tuple[RunRow, ...]
    bill: tuple[BillRow, ...]
    bill_total: str
    prices: tuple[PriceBand, ...]
    method: str


@dataclass(frozen=True)
class Checked:
    """What a machine looked at: whether it is well (None: it could not tell), the words, and what they rest on."""

    well: bool | None
    words: str
    evidence: str


@dataclass(frozen=True)
class Flagged:
    """A risk, in words, with what it rests on and where that is seen ("" for nowhere)."""

    words: str
    evidence: str
    href: str


@dataclass(frozen=True)
class CriterionForm:
    """A criterion to be looked at: its number among them, title, why it is open, and its fields. `guidance` is what one
    asks and looks at, one click away."""

    number: str
    title: str
    touched: str
    guidance: tuple[str, ...]
    verdict: Field
    more: tuple[Field, ...]
    open: bool


@dataclass(frozen=True)
class Inherited:
    """A criterion that need not be looked at again: its title, and the decision in which it was found; `again` is the
    field for why it is to be looked at all the same, None for whoever cannot."""

    code: str
    title: str
    verdict: str
    decision: Link
    again: Field | None


@dataclass(frozen=True)
class NextStep:
    """The yellow box for one outcome of the findings: its words, what its button says; `now`: that of the findings as
    they are saved."""

    code: str
    words: str
    button: str
    now: bool


@dataclass(frozen=True)
class RemarkRow:
    """Something the provider is asked at a field, with the answer; `settle` says how it is taken back or done with,
    `id` is its number, "" where that is not the reader's to do."""

    place: str
    text: str
    state: Tag
    answer: str
    settle: str
    id: str


@dataclass(frozen=True)
class Act:
    """A button by itself: where it is sent, what it says."""

    href: str
    text: str


@dataclass(frozen=True)
class Hindrance:
    """Why the offer cannot be listed yet, and the way to end that, None for whoever cannot."""

    words: str
    way: Link | None


@dataclass(frozen=True, kw_only=True)
class CasePage(FormPage):
    """See the module; `revision` or `whole` is None. `step` is empty where nothing can be found at present."""

    template: ClassVar[str] = "review/case.html"
    section: ClassVar[str] = "queue"
    door: ClassVar[str] = "review"

    code: str
    title: Words
    lead: str
    day: str
    lock: str
    tags: tuple[Tag, ...]
    provider: Link
    record: str
    public: Link | None
    proposal: Link | None
    hindrance: Hindrance | None
    seen: int
    review_id: int
    review_seen: int | None
    here: str
    acts: tuple[Act, ...]
    flags: tuple[Flagged, ...]
    revision: Revision | None
    whole: Whole | None
    money: Money
    checks: tuple[Checked, ...]
    past: tuple[Fact, ...]
    findings_words: str
    criteria: tuple[CriterionForm, ...]
    inherited: tuple[Inherited, ...]
    steps: tuple[NextStep, ...]
    others: tuple[Link, ...]
    remarks: tuple[RemarkRow, ...]
    remark_fields: tuple[Field, ...]
    notice: str


@dataclass(frozen=True, kw_only=True)
class DecidePage(FormPage):
    """The look at a decision before it is taken: what it needs, the page the public will read, where people will be
    led, the letter, and the button. `told` is None while something is missing; `found` is the counter of the findings
    it was made of."""

    template: ClassVar[str] = "review/decide.html"
    section: ClassVar[str] = "queue"
    door: ClassVar[str] = "review"

    code: str
    title: Words
    heading: str
    lead: str
    hindrance: Hindrance | None
    here: str
    back: str
    seen: int | None
    review_id: int
    found: int
    fields: tuple[Field, ...]
    carried: tuple[Field, ...]
    told: DecisionTold | None
    addresses: tuple[Fact, ...]
    questions: tuple[RemarkRow, ...]
    letter: tuple[str, ...]
    confirm: str
    confirm_words: str
    others: tuple[Link, ...]


@dataclass(frozen=True, kw_only=True)
class ConflictPage(DeskPage):
    """What one wanted to do, and what has happened meanwhile, side by side; `ways` lead to how it is now."""

    template: ClassVar[str] = "review/conflict.html"
    section: ClassVar[str] = "queue"
    door: ClassVar[str] = "review"

    title: Words
    words: str
    ways: tuple[Link, ...]
    yours: tuple[Fact, ...]
    theirs: tuple[Fact, ...]

    @property
    def status(self) -> int:
        """Someone was faster."""
        return 409
