"""From Flask-Security's forms (WTForms) to fields of our pages: what is asked, what was typed, what is wrong."""

from collections.abc import Iterable
from typing import Any

from flask import url_for
from wtforms import BooleanField, HiddenField, PasswordField, RadioField, SubmitField

from registry.kernel.i18n import gettext as _
from registry.web.account import said
from registry.web.fields import Choice, Field, Problem
from registry.web.pages.account import Part

# what the browser may fill in, by page and field
COMPLETE = {
    ("login", "password"): "current-password",
    ("verify", "password"): "current-password",
    ("change_password", "password"): "current-password",
}


def part(form: Any, endpoint: str, submit: str, names: tuple[str, ...], **to: Any) -> Part:
    """One of its forms: the fields named, in this order, with what was typed and what is wrong; `to` are further parts
    of the address it goes to."""
    page = endpoint.partition(".")[2]
    fields = tuple(_field(form[name], page) for name in names if name in form)
    action = url_for(endpoint, **{name: value for name, value in to.items() if value})
    return Part(action, fields, submit)


def _field(field: Any, page: str) -> Field:
    name, kind, complete = field.name, "text", ""
    if isinstance(field, PasswordField):
        kind, complete = "password", COMPLETE.get((page, name), "new-password")
    elif isinstance(field, RadioField):
        kind = "radios"
    elif isinstance(field, BooleanField):
        kind = "check"
    elif isinstance(field, HiddenField | SubmitField):
        kind = "hidden"
    elif name == "email":
        kind, complete = "email", "username"
    elif name == "code" and page != "mf_recovery":
        kind, complete = "code", "one-time-code"
    hint = (
        _("At least 12 characters. A few words in a row do well.")
        if complete == "new-password" and "confirm" not in name
        else ""
    )
    made = Field(name, said.labels().get(name, name), kind, hint=hint, complete=complete)
    if kind == "radios":
        made = Field(name, said.labels()[name], kind, choices=_choices(field))
    shown = () if kind == "password" or field.data is None else (str(field.data),)
    return made.with_values(shown, " ".join(str(text) for text in field.errors))


def problems(form: Any) -> Iterable[Problem]:
    """What is wrong with one of its forms, line by line."""
    labels = said.labels()
    for name, errors in form.errors.items():
        for text in errors:
            known = name in labels
            yield Problem(str(text), f"#f-{name}" if known else "", labels[name] if known else "")


def _choices(field: Any) -> tuple[Choice, ...]:
    words = said.choices()
    return tuple(Choice(str(value), words.get(str(value), str(label))) for value, label in field.choices)
