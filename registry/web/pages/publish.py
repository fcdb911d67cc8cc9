"""The pages of the provider's desk on which one reads: what is to be done, an offer as a list of tasks, its answers
before they are sent, where it stands, and how the public will see it."""

from dataclasses import dataclass
from typing import ClassVar

from registry.web.charts import Fingerprint
from registry.web.fields import Field
from registry.web.pages.offer import OfferPage
from registry.web.pages.publish_forms import (
    FormOnlyPage,
    PickPage,
    PublishFormPage,
    PublishPage,
    RemarksPage,
    RunsPage,
    TopicPage,
    TwoValuesPage,
)
from registry.web.paging import Paging
from registry.web.values import Fact, Link, Tag


@dataclass(frozen=True)
class Count:
    """A number that is a link."""

    number: str
    name: str
    href: str
    current: bool


@dataclass(frozen=True)
class Todo:
    """One offer in a list: its title, where it leads, its state and why it is here; `box` is what its box to tick sends
    ("" for none)."""

    title: str
    lang: str
    href: str
    tag: Tag
    words: str
    box: str


@dataclass(frozen=True, kw_only=True)
class DashboardPage(PublishPage):
    """What is to be done for one provider; `others` lead to the person's other providers, `confirm` is where what was
    ticked is sent."""

    template: ClassVar[str] = "publish/dashboard.html"

    provider: str
    others: tuple[Link, ...]
    said: tuple[str, ...]
    counts: tuple[Count, ...]
    heading: str
    todo: tuple[Todo, ...]
    pages: Paging | None
    new: str
    wait: str
    empty: bool
    confirm: str


@dataclass(frozen=True)
class Task:
    """A line of the task list."""

    number: int
    name: str
    href: str
    words: str
    tag: Tag | None
    state: str


@dataclass(frozen=True)
class ElementLine:
    """A standard element as the provider sees it; `href` leads to where it is given."""

    number: int
    name: str
    why: str
    value: str
    lang: str
    href: str
    tag: Tag | None
    state: str
    exports: str


@dataclass(frozen=True, kw_only=True)
class TasksPage(PublishPage):
    """An offer as a list of tasks, with the micro-credential panel and what other programs will read. `notice` says
    that it left the list and what to do; `button` does it, by a form sent to its address."""

    template: ClassVar[str] = "publish/tasks.html"

    code: str
    title: str
    lang: str
    seen: int
    version: str
    notice: str
    button: Link | None
    said: tuple[str, ...]
    done: str
    wait: str
    figure: Fingerprint | None
    tasks: tuple[Task, ...]
    preview: str
    submit: Link | None
    not_yet: str
    ways: tuple[Link, ...]
    micro: str
    squares: tuple[bool, ...]
    micro_words: str
    elements: tuple[ElementLine, ...]
    reads: tuple[Fact, ...]


@dataclass(frozen=True)
class Answers:
    """What was answered under one topic, and where to change it."""

    name: str
    href: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, kw_only=True)
class CheckPage(PublishFormPage):
    """All answers before they are sent, with what is still missing."""

    template: ClassVar[str] = "publish/check.html"

    code: str
    title: str
    lead: str
    seen: int | None
    answers: tuple[Answers, ...]
    missing: tuple[Link, ...]
    found: tuple[Fact, ...]
    declaration: Field
    button: str


@dataclass(frozen=True)
class Moment:
    """A step in an offer's life."""

    date: str
    words: str
    note: str


@dataclass(frozen=True, kw_only=True)
class StatusPage(PublishPage):
    """Where an offer stands: what was received, what comes next, and what happened so far."""

    template: ClassVar[str] = "publish/status.html"

    code: str
    title: str
    said: tuple[str, ...]
    heading: str
    facts: tuple[Fact, ...]
    ways: tuple[Link, ...]
    moments: tuple[Moment, ...]
    decisions: tuple[Link, ...]


@dataclass(frozen=True, kw_only=True)
class PreviewPage(OfferPage):
    """The offer as the public will see it, with what is missing linked in place."""

    template: ClassVar[str] = "publish/preview.html"
    door: ClassVar[str] = "publish"

    missing: tuple[Link, ...]
    back: str


PUBLISH_PAGES = (
    DashboardPage, TasksPage, TopicPage, PickPage, TwoValuesPage, FormOnlyPage, CheckPage, StatusPage, RemarksPage,
    RunsPage, PreviewPage,
)  # fmt: skip
