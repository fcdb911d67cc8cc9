"""The letter in which a specification arrives, whatever the door. Shape only: a draft may be
incomplete, but nothing unknown, overlong or ill-typed is ever stored. What is complete is the business of readiness."""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from registry.catalogue.letter_fields import Eqf, Level, Raw, competence_code, row, tags
from registry.catalogue.run_schema import OriginSchema, RunSchema
from registry.catalogue.specification import Specification
from registry.kernel.fields import Concept, Count, HttpUrl, Hundredths, LanguageTag, LocalTextField, Minutes, Text
from registry.kernel.i18n import gettext as _
from registry.providers.schema import StrictSchema

KINDS = ("training", "guidance", "validation")
__all__ = ["ORIGIN", "RUN", "SPECIFICATION", "OriginSchema", "RunSchema", "SpecificationSchema", "specification"]

ONLY_FOR = {"guidance": "guidance", "validation": "validation"}


class OutcomeSchema(StrictSchema):
    """What one can do afterwards."""

    title = LocalTextField(required=True, max_length=500)
    competence = competence_code()
    level = Level()
    minutes = Minutes()
    esco = row(HttpUrl(), 20)


class WorkloadSchema(StrictSchema):
    """Minutes of work."""

    minutes = Minutes()
    contact_minutes = Minutes()
    text = LocalTextField(max_length=500)

    @validates_schema
    def _fits(self, data: Mapping[str, Any], **_unused: Any) -> None:
        if data.get("contact_minutes", 0) > data.get("minutes", data.get("contact_minutes", 0)):
            raise ValidationError(_("There is more time with a teacher than work in all."), "contact_minutes")


class CreditsSchema(StrictSchema):
    """Credit points."""

    system = Concept("credit-system", required=True)
    hundredths = Hundredths(required=True)


class AssessmentSchema(StrictSchema):
    """How one proves it."""

    types = row(Concept("assessment-type"), 14)
    text = LocalTextField(max_length=4000)
    supervision = Concept("supervision")


class AwardingBodySchema(StrictSchema):
    """Who awards."""

    name = Text(required=True, max_length=300)
    country = Concept("country")
    provider_code = Text(max_length=20)


class QualityAssuranceSchema(StrictSchema):
    """One assurance of quality."""

    type = Concept("quality-assurance", required=True)
    text = LocalTextField(max_length=1000)
    url = HttpUrl()


class MicroCredentialSchema(StrictSchema):
    """What the learner receives."""

    type = Concept("credential", required=True)
    title = LocalTextField(max_length=300)
    awarding_body = fields.Nested(AwardingBodySchema)
    stackability = Concept("stackability")
    builds_towards = LocalTextField(max_length=1000)
    quality_assurance = row(fields.Nested(QualityAssuranceSchema), 10)
    further = LocalTextField(max_length=2000)


class GuidanceSchema(StrictSchema):
    """A guidance service."""

    helps_with = LocalTextField(max_length=2000)
    channels = row(Concept("channel"), 10)
    appointment = fields.String(validate=validate.OneOf(("required", "possible", "not-needed")))
    waiting_days = Count(most=1000)
    waiting = LocalTextField(max_length=500)
    cost = LocalTextField(max_length=1000)


class ValidationSchema(StrictSchema):
    """A validation of what one can already do."""

    against = row(competence_code())
    standard = LocalTextField(max_length=1000)
    evidence = LocalTextField(max_length=4000)
    steps = row(LocalTextField(max_length=1000), 30)
    minutes = Minutes()
    receives = LocalTextField(max_length=1000)


class EnrolSchema(StrictSchema):
    """How to enrol."""

    url = HttpUrl()
    text = LocalTextField(max_length=1000)


class SpecificationSchema(StrictSchema):
    """The content of a version; `specification` turns what it loads into the frozen value."""

    kind = Concept("kind", required=True, validate=validate.OneOf(KINDS))
    language = LanguageTag(required=True, metadata={"scheme": "language"}, validate=validate.Length(max=35))
    title = LocalTextField(required=True, max_length=300)
    summary = LocalTextField(max_length=300)
    description = LocalTextField(max_length=20_000)
    languages = tags()
    modes = row(Concept("mode"), 4)
    setting = Concept("setting")
    opportunity_type = Concept("opportunity-type")
    fields_ = fields.List(Concept("isced-f"), data_key="fields", attribute="fields", validate=validate.Length(max=10))
    homepage = HttpUrl()
    outcomes = row(fields.Nested(OutcomeSchema), 60)
    workload = fields.Nested(WorkloadSchema)
    credits = row(fields.Nested(CreditsSchema), 4)
    eqf = Eqf()
    level_none = fields.Boolean(truthy={True}, falsy={False})
    prerequisites = LocalTextField(max_length=4000)
    target_groups = row(Concept("target-group"), 25)
    audience = LocalTextField(max_length=2000)
    method = LocalTextField(max_length=4000)
    assessment = fields.Nested(AssessmentSchema)
    credential = fields.Nested(MicroCredentialSchema)
    guidance = fields.Nested(GuidanceSchema)
    validation = fields.Nested(ValidationSchema)
    enrol = fields.Nested(EnrolSchema)
    subjects = row(Text(max_length=200), 60)
    raw = Raw()

    @validates_schema
    def _fits_together(self, data: Mapping[str, Any], **_unused: Any) -> None:
        errors: dict[str, list[str]] = {}
        if data["title"] and data["language"] not in data["title"]:
            errors["title"] = [
                _("The title is missing in the offer's original language, “%(tag)s”.", tag=data["language"])
            ]
        for name, kind in ONLY_FOR.items():
            if data.get(name) and data["kind"] != kind:
                errors[name] = [_("This belongs only to an offer of the kind “%(kind)s”.", kind=kind)]
        if data["kind"] == "guidance" and data.get("credential", {}).get("type", "none") != "none":
            errors["credential"] = [_("Guidance leads to no credential.")]
        if errors:
            raise ValidationError(errors)


def specification(loaded: Mapping[str, Any]) -> Specification:
    """The frozen value of a loaded letter."""
    return Specification.from_content(loaded)


# made once: making a schema copies every one of its fields
SPECIFICATION, RUN, ORIGIN = SpecificationSchema(), RunSchema(), OriginSchema()
