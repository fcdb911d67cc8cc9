"""Legal identifiers as somebody types them: made one spelling, their check digits looked at where the scheme has any,
and found again however they were written down before. What feeds bring is kept as it came; this is for people, who can
be asked again."""

import re
from importlib import import_module
from typing import Any

from sqlalchemy import select

from registry.kernel.db import db
from registry.kernel.errors import Invalid
from registry.kernel.i18n import gettext as _
from registry.providers.model import Provider, ProviderIdentifier

# scheme → (country it belongs to, module of python-stdnum that checks it)
CHECKED = {"kbo-bce": ("BE", "be.vat"), "siret": ("FR", "fr.siret"), "lei": ("", "lei")}
OF_ONE_COUNTRY = {"uai": "FR", "nda": "FR", "ukprn": "GB", "kvk": "NL", "brin": "NL"}
# by law one and the same number there
SAME = {"BE": frozenset({"vat", "kbo-bce", "national-register"})}
INTERNATIONAL = frozenset({"eidas", "euid", "lei"})
# numbers an organisation has by law, by which a provider is registered
LEGAL = frozenset({"vat", "tax", "national-register", *INTERNATIONAL, *CHECKED, *OF_ONE_COUNTRY})
COUNTRY_NEEDED = frozenset({"vat", "tax", "national-register"})


def normal(given: dict[str, str]) -> dict[str, str]:
    """The identifier (scheme, country, value) as it is kept: the country where the scheme has one, the value without
    spaces and dots. Raises Invalid, by field, for check digits that do not fit or a country that is missing."""
    scheme, value = given["scheme"], given["value"]
    if scheme not in LEGAL:
        raise Invalid({"scheme": [_("Give a number your provider has by law.")]})
    country = CHECKED[scheme][0] if scheme in CHECKED else OF_ONE_COUNTRY.get(scheme, given.get("country", ""))
    country = "" if scheme in INTERNATIONAL else country
    if scheme in COUNTRY_NEEDED and not country:
        raise Invalid({"country": [_("Say which country this number is from.")]})
    checker = _checker(scheme, country)
    if checker is not None:
        if not checker.is_valid(value):
            raise Invalid({"value": [_("This number has a slip in it: its check digits do not fit.")]})
        value = checker.compact(value)
    found = {"scheme": scheme, "country": country, "value": _plain(value, country)}
    if not found["value"]:
        raise Invalid({"value": [_("A number has letters or digits.")]})
    return {key: text for key, text in found.items() if text}


def is_checked(scheme: str, country: str) -> bool:
    """Are there check digits in such a number that are looked at?"""
    return _checker(scheme, country) is not None


def holder(identifier: dict[str, str]) -> Provider | None:
    """The provider that has this number (as `normal` made it), in whatever spelling; None when nobody has."""
    country = identifier.get("country", "")
    kin = SAME.get(country, frozenset())
    schemes = kin if identifier["scheme"] in kin else {identifier["scheme"]}
    query = select(ProviderIdentifier.value, ProviderIdentifier.provider_id)
    query = query.where(ProviderIdentifier.scheme.in_(schemes))
    if country:
        query = query.where(ProviderIdentifier.country.in_({country, ""}))
    rows = db.session.execute(query)
    compact = checker.compact if (checker := _checker(identifier["scheme"], country)) else str
    found = next((owner for value, owner in rows if _plain(compact(value), country) == identifier["value"]), None)
    return None if found is None else db.session.get(Provider, found)


def _plain(value: str, country: str) -> str:
    """Letters and digits only, capitals, without the country in front."""
    plain = re.sub(r"[^A-Z0-9]", "", value.upper())
    prefix = {"GR": "EL"}.get(country, country)
    return plain.removeprefix(prefix)


def _checker(scheme: str, country: str) -> Any:
    """The module that knows this scheme's check digits; None where there is none. Imported when it is asked for: few
    requests are about a number."""
    if scheme in CHECKED:
        return import_module(f"stdnum.{CHECKED[scheme][1]}")
    if scheme == "vat":
        from stdnum import get_cc_module

        return get_cc_module({"GR": "el"}.get(country, country.lower()), "vat")
    return None
