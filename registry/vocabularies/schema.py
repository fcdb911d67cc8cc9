"""The shape of a file in `seeds/vocabularies` and the rules a list must keep: every label in every language of the
list, every code once, every broader concept present, whole numbers only. A file that breaks one is refused with the
concept and the field named."""

import json
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, pre_load, validates_schema

from registry.kernel.canonical import canonical
from registry.kernel.errors import Invalid
from registry.kernel.fields import LanguageTag, LocalTextField
from registry.kernel.fields import Text as TextField

_CODE_LENGTH = 40


class ConceptSchema(Schema):
    """One concept of a file."""

    code = TextField(required=True, max_length=_CODE_LENGTH)
    uri = fields.Url(allow_none=True, load_default=None, require_tld=False)
    label = LocalTextField(required=True, max_length=300)
    ours = fields.List(LanguageTag(), load_default=list)
    short = LocalTextField(load_default=dict, max_length=60)
    alt = fields.Dict(keys=LanguageTag(), values=fields.List(TextField(max_length=200)), load_default=dict)
    broader = TextField(load_default=None, max_length=_CODE_LENGTH)
    exact = fields.List(fields.Url(require_tld=False), load_default=list)
    data = fields.Dict(keys=fields.String(), load_default=dict)
    deprecated = fields.Boolean(load_default=False)

    class Meta:
        unknown = RAISE

    def __init__(self, languages: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.languages = languages

    @pre_load
    def spread_proper_name(self, values: Any, **_: Any) -> Any:
        """A label that is one plain text is a proper name, the same in every language of the list."""
        if isinstance(values, dict) and isinstance(values.get("label"), str):
            return values | {"label": dict.fromkeys(self.languages, values["label"])}
        return values

    @validates_schema
    def check_languages(self, values: dict[str, Any], **_: Any) -> None:
        """Every label speaks every language of the list; what is marked ours exists; data holds whole numbers only."""
        if missing := [tag for tag in self.languages if tag not in values["label"]]:
            raise ValidationError(f"No text in {', '.join(missing)}.", "label")
        if strange := [tag for tag in values["ours"] if tag not in values["label"]]:
            raise ValidationError(f"The label has no text in {', '.join(strange)}.", "ours")
        try:
            canonical(values["data"])
        except TypeError as error:
            raise ValidationError(str(error), "data") from error


class FileSchema(Schema):
    """The head of a file; its concepts are read one by one, so that an error can name the concept."""

    scheme = TextField(required=True, max_length=_CODE_LENGTH)
    uri = fields.Url(allow_none=True, load_default=None, require_tld=False)
    title = LocalTextField(required=True)
    source = TextField(required=True, max_length=1000)
    licence = TextField(required=True, max_length=300)
    version = TextField(required=True, max_length=100)

    class Meta:
        unknown = RAISE


def read(name: str, content: bytes) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The head and the concepts of the file `name` (such as "mode.json"), checked, empty optional fields filled in.

    Raises Invalid with errors by file, then by field, concepts by their code.
    """
    try:
        document = json.loads(content)
    except ValueError as error:
        raise Invalid({name: [f"This is no JSON: {error}."]}) from error
    if not isinstance(document, dict) or not isinstance(document.get("concepts"), list):
        raise Invalid({name: {"concepts": ["Expected an object with a list of concepts."]}})
    try:
        head = FileSchema().load({key: value for key, value in document.items() if key != "concepts"})
    except ValidationError as error:
        raise Invalid({name: error.normalized_messages()}) from error
    if f"{head['scheme']}.json" != name:
        raise Invalid({name: {"scheme": [f"The file holds the list “{head['scheme']}”; its name must be the same."]}})
    concepts, errors = _concepts(document["concepts"], tuple(head["title"]))
    if errors:
        raise Invalid({name: {"concepts": errors}})
    return head, concepts


def _concepts(raw: list[Any], languages: tuple[str, ...]) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    schema = ConceptSchema(languages)
    concepts: list[dict[str, Any]] = []
    errors: dict[str, Any] = {}
    for position, item in enumerate(raw):
        code = str(item.get("code", f"#{position + 1}")) if isinstance(item, dict) else f"#{position + 1}"
        try:
            concepts.append(schema.load(item))
        except ValidationError as error:
            errors[code] = error.normalized_messages()
    seen: set[str] = set()
    for concept in concepts:
        if concept["code"] in seen:
            errors[concept["code"]] = {"code": ["This code stands in the list twice."]}
        seen.add(concept["code"])
    for concept in concepts:
        if concept["broader"] is not None and concept["broader"] not in seen:
            errors[concept["code"]] = {"broader": [f"There is no concept “{concept['broader']}” in the list."]}
    return concepts, errors
