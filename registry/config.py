"""The settings of one installation, read once from the environment (prefix REGISTRY_) and frozen. One installation is
one registry: its identity (name, country, zone, currency, languages) stands here too. The table in the README is made
from `DESCRIPTIONS`, so a setting that is not described cannot exist."""

import datetime as dt
import os
import re
import secrets
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from urllib.parse import urlsplit

from babel import localedata
from flask import current_app
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "REGISTRY_"

DESCRIPTIONS: dict[str, str] = {
    "database_url": "Database address: `sqlite:////path/file.db` or `postgresql://user:password@host/name`; "
    "empty: `registry.db` in the data directory",
    "data_dir": "Directory of everything written: database, search index, generated secret",
    "secret_key": "Key for signing, at least 32 characters; empty: one is made once and kept in the data directory",
    "base_url": "Public address without a trailing slash; part of every offer's URI",
    "now": "Clock for trials: an ISO instant stands still; with `+` before it, it ticks from there",
    "smtp": "Mail server: `smtp://user:password@host:587` (STARTTLS) or `smtps://user:password@host:465`; its "
    "certificate is verified. Empty: letters are written as files into `letters` in the data directory",
    "oidc_issuer": "National sign-in by OpenID Connect: the issuer's address (https). Its sign-in is offered beside "
    "passwords when this and the next two are set; register `<base>/account/national/back` there",
    "oidc_client_id": "The registry's name at that issuer",
    "oidc_client_secret": "The registry's secret at that issuer",
    "oidc_name": "What people call that sign-in; stands on its button",
    "oidc_factor": "Comma-separated `acr` or `amr` values of that issuer that count as a second factor; empty: none "
    "does",
    "proxies": "Number of trusted reverse proxies in front (their X-Forwarded headers are believed)",
    "fetch_allow": "Comma-separated `host:port` list an import may fetch from although not public; for tests",
    "shared_data": "Folder with the reference data some tests read",
    "name": "Name of the registry, shown in the masthead",
    "code": "Prefix of every code the registry issues",
    "country": "Country of the registry (ISO 3166-1 alpha-2)",
    "zone": "Time zone of the registry (IANA name)",
    "currency": "Currency in which prices are compared (ISO 4217)",
    "languages": "Interface languages, comma-separated; the first is served without a prefix",
    "authority": "The authority that runs the registry",
    "legal_basis": "The act the registry rests on, shown on the pages that explain it",
    "contact": "Address for questions about the registry",
    "guidance_contact": "Whom a visitor can ask for advice on what to learn",
    "enforcement": "Body one can turn to when the registry does not make a page accessible: name and how to reach it",
}


class ConfigError(ValueError):
    """A setting has a value the registry cannot run with; the message names it and says what would be right."""


@dataclass(frozen=True)
class Settings:
    """Every setting with its default; see `DESCRIPTIONS` for meanings."""

    database_url: str = ""
    data_dir: Path = field(default_factory=lambda: ROOT / "instance")
    secret_key: str = ""
    base_url: str = "http://localhost:8000"
    now: str = ""
    smtp: str = ""
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = ""
    oidc_name: str = "National sign-in"
    oidc_factor: tuple[str, ...] = ()
    proxies: int = 0
    fetch_allow: tuple[str, ...] = ()
    shared_data: Path = field(default_factory=lambda: ROOT.parent / "shared" / "data")
    name: str = "Public Index of digital skills"
    code: str = "DEMO"
    country: str = "BE"
    zone: str = "Europe/Brussels"
    currency: str = "EUR"
    languages: tuple[str, ...] = ("en", "fr", "de")
    authority: str = "Demonstration Agency for Digital Skills (invented)"
    legal_basis: str = "Council Recommendations 2022/C 243/02 and 2022/C 243/03; demonstration, no legal effect"
    contact: str = "registry@registry.example"
    guidance_contact: str = "guidance@registry.example"
    enforcement: str = "Demonstration Ombudsman for Digital Access (invented), ombudsman@registry.example"

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> "Settings":
        """Read REGISTRY_* variables; an unknown one or an impossible value raises ConfigError."""
        environ = os.environ if environ is None else environ
        known = {item.name: item.type for item in fields(cls)}
        values: dict[str, object] = {}
        for variable, text in environ.items():
            if not variable.startswith(PREFIX):
                continue
            name = variable[len(PREFIX) :].lower()
            if name not in known:
                raise ConfigError(f"{variable} is no setting of the registry. Known: {', '.join(sorted(known))}.")
            if text != "":
                values[name] = _read(variable, name, text)
        return cls(**values).checked()  # type: ignore[arg-type]  # types were made to fit by _read

    def checked(self) -> "Settings":
        """Return self when the settings fit together, else raise ConfigError."""
        if self.zone not in zoneinfo.available_timezones():
            raise ConfigError(f"REGISTRY_ZONE is {self.zone!r}; expected an IANA time zone such as Europe/Brussels.")
        if self.secret_key and len(self.secret_key) < 32:
            raise ConfigError("REGISTRY_SECRET_KEY has fewer than 32 characters.")
        if not self.code.isalnum() or not self.code.isascii() or not 2 <= len(self.code) <= 8:
            raise ConfigError(f"REGISTRY_CODE is {self.code!r}; expected 2 to 8 letters or digits.")
        self._check_base_url()
        self._check_database()
        self._check_lists()
        self._check_now()
        self._check_smtp()
        self._check_oidc()
        return self

    def _check_oidc(self) -> None:
        """The three belong together, and what is read from the issuer must not be readable on the way."""
        given = [bool(value) for value in (self.oidc_issuer, self.oidc_client_id, self.oidc_client_secret)]
        if any(given) and not all(given):
            raise ConfigError(
                "REGISTRY_OIDC_ISSUER, REGISTRY_OIDC_CLIENT_ID and REGISTRY_OIDC_CLIENT_SECRET go together."
            )
        parts = urlsplit(self.oidc_issuer)
        is_near = parts.scheme == "http" and parts.hostname in ("localhost", "127.0.0.1")
        if self.oidc_issuer and not (parts.hostname and (parts.scheme == "https" or is_near)):
            raise ConfigError("REGISTRY_OIDC_ISSUER must begin with https://.")

    def _check_smtp(self) -> None:
        try:
            parts = urlsplit(self.smtp)
            right = not self.smtp or (parts.scheme in ("smtp", "smtps") and bool(parts.hostname) and parts.port != 0)
        except ValueError:  # a port that is no number
            right = False
        if not right:  # the value holds a password, so it is not repeated
            raise ConfigError("REGISTRY_SMTP is no address like smtp://user:password@host:587 or smtps://….")

    def _check_lists(self) -> None:
        known = [tag for tag in self.languages if re.fullmatch("[a-z]{2}", tag) and localedata.exists(tag)]
        if not self.languages or len(set(known)) < len(self.languages):
            raise ConfigError(
                f"REGISTRY_LANGUAGES is {','.join(self.languages)!r}; expected two-letter tags like en,fr, each once."
            )
        if not re.fullmatch("[A-Z]{3}", self.currency) or not re.fullmatch("[A-Z]{2}", self.country):
            raise ConfigError("REGISTRY_CURRENCY is three capital letters like EUR, REGISTRY_COUNTRY two like BE.")
        if self.base_url.startswith("https") and not self.secret_key:
            raise ConfigError(
                "REGISTRY_SECRET_KEY is missing; a registry under https is given one, 32 characters or more."
            )
        if self.fetch_allow and self.base_url.startswith("https"):
            raise ConfigError("REGISTRY_FETCH_ALLOW is for tests; a registry under https does not start with it.")

    def _check_base_url(self) -> None:
        try:
            parts = urlsplit(self.base_url)
            right = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        except ValueError:  # a port that is no number
            right = False
        if not right or re.search(r"[?#@\s]|/\Z", self.base_url):
            raise ConfigError(f"REGISTRY_BASE_URL is {self.base_url!r}; expected http(s)://host without a final slash.")

    def _check_database(self) -> None:
        if not self.database_url:
            return
        if not self.database_url.startswith(("sqlite:///", "postgresql://")):
            raise ConfigError("REGISTRY_DATABASE_URL must begin with sqlite:/// or postgresql://.")
        try:
            name = make_url(self.database_url).database
        except (ArgumentError, ValueError):  # the value may hold a password, so it is not repeated
            raise ConfigError("REGISTRY_DATABASE_URL cannot be read as an address.") from None
        if self.database_url.startswith("sqlite") and name in (None, "", ":memory:"):
            raise ConfigError("REGISTRY_DATABASE_URL names no file; several processes work on one.")

    def _check_now(self) -> None:
        if not self.now:
            return
        try:
            year = dt.datetime.fromisoformat(self.now.removeprefix("+").replace("Z", "+00:00")).year
        except ValueError:
            year = 0
        if not 1970 <= year < 3000:  # rules reckon years back and forth from it
            raise ConfigError(f"REGISTRY_NOW is {self.now!r}; expected an instant like 2026-11-23T10:00:00Z.")

    @property
    def database(self) -> str:
        """The SQLAlchemy address actually used."""
        url = self.database_url or f"sqlite:///{self.data_dir / 'registry.db'}"
        return url.replace("postgresql://", "postgresql+psycopg://", 1)

    @property
    def index_dir(self) -> Path:
        """Where the search index lives."""
        return self.data_dir / "index"

    @property
    def letters_dir(self) -> Path:
        """Where letters are written while no mail server is set."""
        return self.data_dir / "letters"

    @property
    def key(self) -> str:
        """The signing key: the setting, else one made once and kept with owner-only rights in the data directory."""
        if self.secret_key:
            return self.secret_key
        try:
            return self._kept_key()
        except OSError as error:
            raise ConfigError(f"The data directory {self.data_dir} cannot be used: {error.strerror}.") from None

    def _kept_key(self) -> str:
        path = self.data_dir / "secret.key"
        if not path.exists():
            self.data_dir.mkdir(parents=True, exist_ok=True)
            beside = path.with_suffix(f".{os.getpid()}")
            beside.touch(mode=0o600)
            beside.write_text(secrets.token_hex(32), encoding="ascii")
            try:
                os.link(beside, path)  # whoever links first wins; the other reads the winner's
            except FileExistsError:
                pass
            finally:
                beside.unlink()
        return path.read_text(encoding="ascii")


def _read(variable: str, name: str, text: str) -> object:
    if name in ("data_dir", "shared_data"):
        return Path(text).expanduser().resolve()
    if name in ("languages", "fetch_allow", "oidc_factor"):
        return tuple(part.strip() for part in text.split(",") if part.strip())
    if name == "proxies":
        if not re.fullmatch("[0-9]{1,2}", text):
            raise ConfigError(f"{variable} is {text!r}; expected a whole number of proxies, such as 0 or 1.")
        return int(text)
    return text


def current() -> Settings:
    """The settings of the running application; needs an application context."""
    settings: Settings = current_app.config["REGISTRY"]
    return settings


def describe() -> list[tuple[str, str, str]]:
    """(variable, default as text, meaning) of every setting, in order; the README's table."""
    plain = Settings()
    rows = []
    for item in fields(Settings):
        value = getattr(plain, item.name)
        if isinstance(value, Path):
            value = {"data_dir": "instance", "shared_data": "../shared/data"}[item.name]
        if isinstance(value, tuple):
            value = ",".join(value)
        rows.append((PREFIX + item.name.upper(), str(value), DESCRIPTIONS[item.name]))
    return rows


def zone(name: str | None = None) -> zoneinfo.ZoneInfo:
    """The named IANA zone, or the registry's own."""
    return zoneinfo.ZoneInfo(name or current().zone)
