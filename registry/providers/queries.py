"""Questions about providers. What is public goes through `public` and `shown`; slugs a provider had once still lead
to it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from operator import attrgetter

from sqlalchemy import Select, func, select
from sqlalchemy.orm import selectinload
from sqlalchemy.sql.base import ExecutableOption

from registry.kernel import codes as public_codes
from registry.kernel.db import db
from registry.kernel.errors import NotFound
from registry.kernel.i18n import gettext as _
from registry.kernel.paging import PER_PAGE, PageOf
from registry.kernel.text import LocalText, fold
from registry.providers.model import HIDDEN, Place, Provider, ProviderIdentifier, ProviderSlug


@dataclass(frozen=True)
class PlaceView:
    """A place as shown; coordinates in millionths of a degree."""

    code: str
    name: str
    street: str | None
    postcode: str | None
    locality: str | None
    region: str | None
    country: str | None
    lat_e6: int | None
    lon_e6: int | None
    access: tuple[str, ...]
    phone: str | None
    email: str | None
    url: str | None

    @classmethod
    def of(cls, place: Place) -> "PlaceView":
        """The view of a stored place."""
        values = list(_PLACE(place))
        values[_ACCESS] = tuple(place.access or ())
        return cls(*values)


_PLACE = attrgetter(*PlaceView.__dataclass_fields__)  # read at once, for pages show hundreds of places
_ACCESS = list(PlaceView.__dataclass_fields__).index("access")


@dataclass(frozen=True)
class ProviderView:
    """A provider as shown."""

    code: str
    slug: str
    name: str
    kinds: tuple[str, ...]
    setting: str | None
    description: LocalText | None
    url: str | None
    email: str | None
    phone: str | None
    country: str | None
    region: str | None
    languages: tuple[str, ...]
    standing: str

    @classmethod
    def of(cls, provider: Provider) -> "ProviderView":
        """The view of a stored provider."""
        values = {name: getattr(provider, name) for name in cls.__dataclass_fields__}
        return cls(**values | {"kinds": tuple(provider.kinds or ()), "languages": tuple(provider.languages or ())})


@dataclass(frozen=True)
class Listed:
    """A provider as the register lists it: what its row shows and what one can filter by."""

    code: str
    slug: str
    name: str
    kinds: tuple[str, ...]
    setting: str | None
    country: str | None
    region: str | None
    standing: str


def by_slug(slug: str) -> Provider | None:
    """The provider that has this slug now, with its identifiers, whatever its standing."""
    return db.session.scalar(select(Provider).where(Provider.slug == slug).options(selectinload(Provider.identifiers)))


def by_code(code: str) -> Provider | None:
    """The provider with this code, with its identifiers, whatever its standing."""
    query = select(Provider).where(Provider.code == code).options(selectinload(Provider.identifiers))
    return db.session.scalar(query)


def place(code: str) -> Place | None:
    """The place with this code."""
    return db.session.scalar(select(Place).where(Place.code == (public_codes.canonical(code) or "")))


def view_of(code: str) -> ProviderView:
    """The provider with this code, whatever its standing; NotFound when there is none."""
    row = db.session.scalar(select(Provider).where(Provider.code == code))
    if row is None:
        raise NotFound(_("There is no such provider."))
    return ProviderView.of(row)


def by_identifier(scheme: str, country: str, value: str) -> Provider | None:
    """The provider known elsewhere under this number; `country` empty when the scheme has none."""
    known = (
        ProviderIdentifier.scheme == scheme,
        ProviderIdentifier.country == country,
        ProviderIdentifier.value == value,
    )
    return db.session.scalar(select(Provider).join(Provider.identifiers).where(*known))


def for_update(code: str) -> Provider:
    """The provider, locked until the transaction ends, with its identifiers and former slugs; NotFound when there is
    none."""
    return _locked(code, selectinload(Provider.former), selectinload(Provider.identifiers))


def owner_for_update(code: str) -> Provider:
    """The provider alone, locked until the transaction ends, for what it comes to own; NotFound when there is none."""
    return _locked(code)


def _locked(code: str, *loading: ExecutableOption) -> Provider:
    query = select(Provider).where(Provider.code == (public_codes.canonical(code) or "")).with_for_update()
    provider = db.session.scalar(query.options(*loading).execution_options(populate_existing=True))
    if provider is None:
        raise NotFound(_("There is no such provider."))
    return provider


def names(codes: Collection[str]) -> dict[str, str]:
    """code → name of these providers, whatever their standing; one question."""
    query = select(Provider.code, Provider.name).where(Provider.code.in_(codes))
    return dict(db.session.execute(query).all())


def moved(slug: str) -> str | None:
    """Where a former slug leads now; None when it never was one."""
    query = select(Provider.slug).join(ProviderSlug, ProviderSlug.provider_id == Provider.id)
    return db.session.scalar(query.where(ProviderSlug.slug == slug))


def taken(slug: str) -> bool:
    """Is this slug some provider's, now or once?"""
    return by_slug(slug) is not None or db.session.get(ProviderSlug, slug) is not None


def shown() -> Select[Provider]:
    """Every provider visitors may know of: verified, admitted or once listed, and neither suspended nor closed."""
    return select(Provider).where(Provider.public_since.is_not(None), Provider.standing.not_in(HIDDEN))


def public_by_slug(slug: str) -> Provider | None:
    """The provider's public entry; None when visitors may not know of it."""
    return db.session.scalar(shown().where(Provider.slug == slug).options(selectinload(Provider.identifiers)))


def public(page: int = 1, per_page: int = PER_PAGE) -> PageOf[ProviderView]:
    """One page of the public providers, by name."""
    total = db.session.scalar(select(func.count()).select_from(shown().subquery())) or 0
    query = shown().order_by(func.lower(Provider.name), Provider.code).limit(per_page).offset((page - 1) * per_page)
    return PageOf([ProviderView.of(row) for row in db.session.scalars(query)], total, page, per_page)


def everyone() -> list[Listed]:
    """Every public provider in the order of the alphabet, marks on letters not counted; one question, few columns."""
    columns = [getattr(Provider, name) for name in Listed.__dataclass_fields__]
    rows = db.session.execute(shown().with_only_columns(*columns))
    found = [Listed(**{**row._mapping, "kinds": tuple(row.kinds or ())}) for row in rows]
    return sorted(found, key=lambda one: (fold(one.name), one.code))


def public_slugs() -> list[str]:
    """The slugs of all public providers."""
    return list(db.session.scalars(shown().with_only_columns(Provider.slug).order_by(Provider.slug)))


def places(provider_code: str) -> list[PlaceView]:
    """The provider's places, by name."""
    query = select(Place).join(Provider, Place.provider_id == Provider.id).where(Provider.code == provider_code)
    return [PlaceView.of(place) for place in db.session.scalars(query.order_by(Place.name, Place.code))]


def place_codes(provider_code: str, source_keys: Iterable[str]) -> dict[str, str]:
    """source key → place code, of those places of the provider that a feed named so."""
    query = select(Place.source_key, Place.code).join(Provider, Place.provider_id == Provider.id)
    wanted = query.where(Provider.code == provider_code, Place.source_key.in_(list(source_keys)))
    return {key: code for key, code in db.session.execute(wanted) if key is not None}


def places_by_key(provider_code: str) -> dict[str, Place]:
    """source key → place, of all those of the provider's places that a feed named."""
    query = select(Place).join(Provider, Place.provider_id == Provider.id).where(Provider.code == provider_code)
    return {place.source_key: place for place in db.session.scalars(query) if place.source_key}


def place_for_update(code: str) -> Place:
    """The place, locked until the transaction ends, with its provider; NotFound when there is none."""
    query = select(Place).where(Place.code == (public_codes.canonical(code) or "")).with_for_update(of=Place)
    place = db.session.scalar(query.options(selectinload(Place.provider)).execution_options(populate_existing=True))
    if place is None:
        raise NotFound(_("There is no such place."))
    return place
