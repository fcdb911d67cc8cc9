"""What is asked of a provider: the fields of its entry, its places, its members. A form takes what it asks and nothing
else, whatever was sent."""

from collections.abc import Iterable, Mapping
from typing import Any

from registry import config
from registry.kernel.errors import Invalid
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import language
from registry.providers.identifiers import LEGAL
from registry.vocabularies import queries as vocabularies
from registry.web import display
from registry.web.fields import Choice, Field
from registry.web.publish.questions import Question, in_order

# paths that may be given several times
LISTS = frozenset({"kinds", "languages", "access"})
USUAL_LANGUAGES = 24  # the list begins with the official languages of the Union
LEAST_REGION = 4  # letters of the finest regions offered


def join() -> tuple[Field, ...]:
    """What is needed to register a provider."""
    number = _("One your provider has by law. It shows whether it is in the register already.")
    return (
        Field("name", _("Name of the provider"), complete="organization", most=300),
        Field("country", _("Country"), "pick", choices=_countries()),
        Field("identifiers.0.scheme", _("Kind of number"), "pick", number, choices=_legal()),
        Field("identifiers.0.value", _("Number"), most=120),
        _kinds(),
        Field("url", _("Website"), "url", optional=True, complete="url"),
    )


def entry(present: Mapping[str, Any]) -> tuple[Field, ...]:
    """The provider's entry; `present` is what is stored, so that a value not offered otherwise can stay."""
    about = tuple(
        Field(f"description.{tag}", _("About the provider"), "area", optional=True, lang=tag, rows=5, most=4000,
              hint=display.language_name(tag))
        for tag in config.current().languages
    )  # fmt: skip
    codes = [row.code for row in vocabularies.concepts("language")[:USUAL_LANGUAGES]]
    codes += [tag for tag in present.get("languages", ()) if tag not in codes]
    return (
        Field("name", _("Name of the provider"), complete="organization", most=300),
        *about,
        _kinds(),
        Field("setting", _("Setting"), "radios", choices=_concepts("provider-setting"), optional=True),
        Field("url", _("Website"), "url", optional=True),
        Field("email", _("E-mail address for learners"), "email", optional=True, most=254),
        Field("phone", _("Telephone"), "tel", optional=True, most=60),
        Field("country", _("Country"), "pick", choices=_countries()),
        Field("region", _("Region"), "pick", choices=_regions(present), optional=True),
        Field("languages", _("Languages you teach in"), "checks", _("New offers begin with these."),
              choices=tuple(Choice(tag, display.language_name(tag)) for tag in codes)),
    )  # fmt: skip


def place(present: Mapping[str, Any]) -> tuple[Field, ...]:
    """A place and how accessible it is."""
    return (
        Field("name", _("Name of the place"), most=300),
        Field("street", _("Street and number"), optional=True, most=300, complete="street-address"),
        Field("postcode", _("Postcode"), optional=True, most=20, complete="postal-code"),
        Field("locality", _("Town"), optional=True, most=120, complete="address-level2"),
        Field("country", _("Country"), "pick", choices=_countries()),
        Field("region", _("Region"), "pick", choices=_regions(present), optional=True),
        Field("access", _("Accessibility"), "checks", _("Learners filter by these. Tick what is true today."),
              choices=_concepts("access")),
        Field("phone", _("Telephone"), "tel", optional=True, most=60),
        Field("email", _("E-mail address"), "email", optional=True, most=254),
        Field("url", _("Website"), "url", optional=True),
    )  # fmt: skip


def invite() -> tuple[Field, ...]:
    """Whom to invite."""
    hints = role_hints()
    roles = tuple(Choice(role, name, hints[role]) for role, name in role_names().items())
    return (
        Field("email", _("E-mail address"), "email", most=254),
        Field("role", _("What may they do?"), "radios", choices=roles),
    )


def role_names() -> dict[str, str]:
    """What members are called."""
    return {"editor": _("Editor"), "submitter": _("Submitter"), "admin": _("Administrator")}


def role_hints() -> dict[str, str]:
    """What members may do."""
    return {
        "editor": _("writes offers"),
        "submitter": _("also submits, confirms and withdraws offers"),
        "admin": _("also keeps the entry, the places and the members"),
    }


def parts(fields: Iterable[Field]) -> tuple[Question, ...]:
    """What the fields ask, as two values of it are held against each other."""
    return tuple(
        Question(
            field.name,
            f"{field.label} ({field.hint})" if field.lang else field.label,
            field.kind,
            scheme={"region": "nuts", "languages": "language"}.get(field.name, ""),
            given=tuple((choice.value, choice.label) for choice in field.choices),
        )
        for field in fields
    )


def refuse_others(fields: Iterable[Field], letter: Mapping[str, Any]) -> None:
    """Invalid when the letter holds what the form does not ask."""
    asked = {field.name.partition(".")[0] for field in fields}
    strange = {name: [_("This form does not ask for that.")] for name in letter if name not in asked}
    if strange:
        raise Invalid(strange)


def whole(fields: Iterable[Field], letter: Mapping[str, Any], present: Mapping[str, Any]) -> dict[str, Any]:
    """The letter with everything the form asks: what was left empty is None, so that it is emptied. Texts in languages
    it does not ask stay as they are, and what was ticked already stays in its order."""
    made = {**{field.name.partition(".")[0]: None for field in fields}, **letter}
    asked = {field.lang for field in fields if field.lang}
    others = {tag: text for tag, text in (present.get("description") or {}).items() if tag not in asked}
    if others:
        made["description"] = {**others, **(made.get("description") or {})}
    return {**made, "languages": in_order(made.get("languages"), present.get("languages"))}


def _concepts(scheme: str) -> tuple[Choice, ...]:
    names = vocabularies.shorts(scheme, language())
    return tuple(Choice(row.code, names[row.code]) for row in vocabularies.concepts(scheme))


def _kinds() -> Field:
    return Field("kinds", _("What kind of provider is it?"), "checks", choices=_concepts("provider-kind"))


def _legal() -> tuple[Choice, ...]:
    return tuple(choice for choice in _concepts("identifier-scheme") if choice.value in LEGAL)


def _countries() -> tuple[Choice, ...]:
    """Every country by name, the registry's own first."""
    own = config.current().country
    return tuple(sorted(_concepts("country"), key=lambda choice: (choice.value != own, choice.label)))


def _regions(present: Mapping[str, Any]) -> tuple[Choice, ...]:
    """The regions of the country it is in, else of the registry's, and the one it has."""
    country = present.get("country") or config.current().country
    start, chosen = {"GR": "EL", "GB": "UK"}.get(country, country), present.get("region")
    names = vocabularies.labels("nuts", language())
    wanted = (row.code for row in vocabularies.concepts("nuts"))
    codes = [code for code in wanted if code == chosen or (code[:2] == start and 2 < len(code) <= LEAST_REGION)]
    return tuple(Choice(code, f"{names[code]} ({code})") for code in codes)
