"""The pages of the provider's desk on which one writes: a topic of an offer, choosing a competence or between two
values, runs, and short forms that ask one thing."""

from dataclasses import dataclass
from typing import ClassVar

from registry.web.fields import Field
from registry.web.pages.desk import DeskPage, FormPage
from registry.web.values import Link, Tag


@dataclass(frozen=True, kw_only=True)
class PublishPage(DeskPage):
    """A page of the provider's desk."""

    door: ClassVar[str] = "publish"
    section: ClassVar[str] = "offers"


@dataclass(frozen=True, kw_only=True)
class PublishFormPage(FormPage):
    """A page of the provider's desk with a form."""

    door: ClassVar[str] = "publish"
    section: ClassVar[str] = "offers"


@dataclass(frozen=True)
class Suggested:
    """A competence suggested for a row, and the words it rests on; `then` is what its button sends."""

    name: str
    words: str
    then: str


@dataclass(frozen=True)
class RowFields:
    """One row of a repeatable part; `was` is hidden; `remove` and `pick` are what its buttons send ("" for none)."""

    heading: str
    was: Field
    fields: tuple[Field, ...]
    remove: str
    pick: str
    suggested: tuple[Suggested, ...]


@dataclass(frozen=True)
class Section:
    """A part of a topic's form: single fields, or rows with the button that adds one."""

    fields: tuple[Field, ...] = ()
    name: str = ""
    rows: tuple[RowFields, ...] = ()
    add: str = ""
    add_words: str = ""


@dataclass(frozen=True, kw_only=True)
class TopicPage(PublishFormPage):
    """One topic; `notes` say what saving leads to, `remarks` are what the desk asked about its fields."""

    template: ClassVar[str] = "publish/topic.html"

    code: str
    title: str
    heading: str
    lead: str
    seen: int | None
    marks: str
    sections: tuple[Section, ...]
    notes: tuple[str, ...]
    remarks: tuple[str, ...]
    buttons: tuple[tuple[str, str], ...]
    crumbs: tuple[Link, ...]
    automatic: bool


@dataclass(frozen=True)
class Area:
    """An area of DigComp with its competences as choices of one field."""

    name: str
    field: Field


@dataclass(frozen=True, kw_only=True)
class PickPage(PublishPage):
    """Choosing a competence for one outcome; `kept` carries the whole form along."""

    template: ClassVar[str] = "publish/pick.html"

    heading: str
    action: str
    seen: int
    kept: tuple[tuple[str, str], ...]
    words: Field
    found: str
    competence: Field
    areas: tuple[Area, ...]
    level: Field
    search: str
    use: str


@dataclass(frozen=True)
class Difference:
    """One field that two people changed: `name` of the choice, both values, and whether "yours" was typed or is only
    what stood when the form was opened."""

    name: str
    label: str
    yours: str
    theirs: str
    is_touched: bool


@dataclass(frozen=True, kw_only=True)
class TwoValuesPage(PublishPage):
    """Two people changed the same offer: both values, field by field."""

    template: ClassVar[str] = "publish/conflict.html"

    heading: str
    action: str
    seen: int
    marks: str
    kept: tuple[tuple[str, str], ...]
    differences: tuple[Difference, ...]

    @property
    def status(self) -> int:
        """Conflict."""
        return 409


@dataclass(frozen=True, kw_only=True)
class FormOnlyPage(PublishFormPage):
    """A heading, some words, one short form: beginning an offer, an act that asks once more, an answer, an appeal."""

    template: ClassVar[str] = "publish/form.html"

    heading: str
    lead: str = ""
    notes: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    fields: tuple[Field, ...] = ()
    seen: int | None = None
    marks: str = ""
    button: str = ""
    crumbs: tuple[Link, ...] = ()


@dataclass(frozen=True)
class RemarkForm:
    """Something the desk asked: its words, the place it is about with the way there, its state, the answer that stands,
    and the fields for one (none while none can be given)."""

    text: str
    place: Link
    tag: Tag
    answer: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, kw_only=True)
class RemarksPage(PublishFormPage):
    """What the desk asked about an offer, each with room for an answer."""

    template: ClassVar[str] = "publish/remarks.html"

    heading: str
    lead: str
    said: tuple[str, ...]
    remarks: tuple[RemarkForm, ...]
    more: tuple[Field, ...]
    seen: int | None
    button: str
    links: tuple[Link, ...]
    crumbs: tuple[Link, ...]


@dataclass(frozen=True)
class RunLine:
    """A run in the provider's list; `name` and `value` of its box in the form that changes several."""

    name: str
    value: str
    is_ticked: bool
    when: str
    where: str
    price: str
    places: str
    state: str
    ways: tuple[Link, ...]


@dataclass(frozen=True, kw_only=True)
class RunsPage(PublishFormPage):
    """The runs of an offer, and changing several of them at once."""

    template: ClassVar[str] = "publish/runs.html"

    code: str
    title: str
    said: tuple[str, ...]
    runs: tuple[RunLine, ...]
    fields: tuple[Field, ...]
    new: str
