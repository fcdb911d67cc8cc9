"""The parts of a form as plain values, which `templates/parts/forms.html` draws: a field with its label, hint, value
and what is wrong with it, the choices it offers, and the lines of an error summary."""

from dataclasses import dataclass, field, replace

# how a field is drawn; "date" is one input of the browser's, "checks" and "radios" are groups, "pick" is a select
KINDS = (
    *("text", "email", "password", "url", "tel", "number", "date", "time", "code", "file", "hidden"),
    *("area", "pick", "radios", "checks", "check"),
)


@dataclass(frozen=True)
class Choice:
    """One value a field offers; `group` is the heading it stands under."""

    value: str
    label: str
    hint: str = ""
    group: str = ""


@dataclass(frozen=True)
class Field:
    """One question of a form. `name` is the path in the letter, `id` what links and labels name; `unit` stands outside
    the input; `optional` is said beside the label; `lang` is the language of what is typed; `complete` the browser's
    autocomplete token; `rows` the height of an area; `value` is the first of `values`."""

    name: str
    label: str
    kind: str = "text"
    hint: str = ""
    choices: tuple[Choice, ...] = ()
    unit: str = ""
    optional: bool = False
    lang: str = ""
    complete: str = ""
    rows: int = 4
    most: int | None = None
    values: tuple[str, ...] = ()
    error: str = ""
    id: str = field(init=False, default="")

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"{self.name}: no kind of field {self.kind!r}")
        object.__setattr__(self, "id", "f-" + self.name.replace(".", "-"))

    @property
    def value(self) -> str:
        """The value of a field that has one."""
        return self.values[0] if self.values else ""

    def with_values(self, values: tuple[str, ...], error: str = "") -> "Field":
        """The field with these values and what is wrong with them."""
        return replace(self, values=values, error=error)


@dataclass(frozen=True)
class Problem:
    """A line of the error summary: what is wrong, the field it leads to ("" when it is about none), and its label.
    `is_news`: what was sent fits, but what it is about has moved on."""

    text: str
    href: str = ""
    label: str = ""
    is_news: bool = False
