"""Forms: every kind of field, empty, filled and with something wrong, and the list of what is wrong."""

from registry.kernel.i18n import gettext as _
from registry.web.fields import Choice, Field, Problem
from registry.web.pages.styleguide import Writing


def writing() -> Writing:
    """All of it."""
    wrong = Field("hours", _("Hours in all"), "number", unit=_("hours")).with_values(
        ("many",), _("Give whole hours, like 24.")
    )
    fields = (
        Field("name", _("Name"), hint=_("As it stands in a register."), complete="organization").with_values(
            ("Lernwerkstatt",)
        ),
        wrong,
        Field("more", _("Anything else?"), "area", optional=True),
        Field("kind", _("Kind"), "pick", choices=_kinds()).with_values(("guidance",)),
        Field("start", _("Starts"), "date"),
        Field("access", _("Accessibility"), "checks", choices=_access()).with_values(("captions",)),
        Field("agree", _("Everything here is right to the best of my knowledge."), "check"),
    )
    row = Field("verdict", _("Is this so?"), "radios", choices=_verdicts()).with_values(("met",))
    return Writing(
        fields, row, (Problem(wrong.error, f"#{wrong.id}", wrong.label), Problem(_("This form was sent twice.")))
    )


def _kinds() -> tuple[Choice, ...]:
    words = {"training": _("Training"), "guidance": _("Career guidance"), "validation": _("Skills recognition")}
    return tuple(Choice(code, said) for code, said in words.items())


def _access() -> tuple[Choice, ...]:
    hint = _("Also for what is spoken by those who take part.")
    return (Choice("step-free", _("Step-free")), Choice("captions", _("Captions"), hint))


def _verdicts() -> tuple[Choice, ...]:
    words = {"met": _("Met"), "not-met": _("Not met"), "not-applicable": _("Does not apply"), "ask": _("Ask")}
    return tuple(Choice(code, said) for code, said in words.items())
