"""What a file says of a provider or a place, made to fit: checked like every other letter, and a value that does not
pass is left out with a remark instead of stopping the whole file."""

from dataclasses import replace

from registry.interchange.record import Letter, Remark, Where
from registry.kernel.errors import Invalid
from registry.providers import letters
from registry.providers.schema import PlaceSchema, ProviderSchema

# without these there is nothing that could be entered or found again
_NEEDED = ("name", "slug", "source_key")


def fitting(schema: ProviderSchema | PlaceSchema, values: Letter, where: Where) -> tuple[Letter, list[Remark]]:
    """The letter the schema makes of the values that pass it, and a remark on each that does not.

    `where` names the thing as its field; a source need not say its name. Raises Invalid when name or key do not pass.
    """
    try:
        return letters.load(schema, values, partial=("name",)), []
    except Invalid as refusal:
        dropped = [key for key in refusal.errors if key not in _NEEDED and key in values]
        if not dropped:
            raise
    told = "This does not fit and is left out."
    remarks = [
        Remark(replace(where, field=f"{where.field}.{key}"), "left-out", str(values[key])[:200], told)
        for key in dropped
    ]
    rest, more = fitting(schema, {key: value for key, value in values.items() if key not in dropped}, where)
    return rest, remarks + more
