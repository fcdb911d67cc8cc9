"""Every setting is described, and the README's table is the generated one."""

from dataclasses import fields
from pathlib import Path

import pytest

from registry.config import DESCRIPTIONS, ConfigError, Settings, describe

ROOT = Path(__file__).resolve().parents[2]


def table() -> str:
    rows = ["| Setting | Default | Meaning |", "|---|---|---|"]
    rows += [
        f"| `{name}` | {f'`{default}`' if default else '–'} | {meaning} |" for name, default, meaning in describe()
    ]
    return "\n".join(rows)


def test_every_setting_is_described() -> None:
    assert {field.name for field in fields(Settings)} == set(DESCRIPTIONS)


def test_the_readme_holds_the_generated_table() -> None:
    assert table() in (ROOT / "README.md").read_text(), "the table in README.md should read:\n" + table()


def test_an_unknown_setting_is_refused_by_name() -> None:
    with pytest.raises(ConfigError, match="REGISTRY_DATABSE_URL is no setting"):
        Settings.from_env({"REGISTRY_DATABSE_URL": "sqlite://"})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("REGISTRY_ZONE", "Brussels"),
        ("REGISTRY_SECRET_KEY", "short"),
        ("REGISTRY_PROXIES", "one"),
        ("REGISTRY_BASE_URL", "example.org/"),
        ("REGISTRY_CODE", "é"),
        ("REGISTRY_NOW", "yesterday"),
        ("REGISTRY_LANGUAGES", ","),
        ("REGISTRY_PROXIES", "²"),
        ("REGISTRY_DATABASE_URL", "mysql://x/y"),
        ("REGISTRY_CURRENCY", "euro"),
        ("REGISTRY_BASE_URL", "http://"),
        ("REGISTRY_BASE_URL", "http://example.org:port"),
        ("REGISTRY_BASE_URL", "http://example.org?x"),
        ("REGISTRY_BASE_URL", "https://name@example.org"),
        ("REGISTRY_NOW", "+"),
        ("REGISTRY_NOW", "9999-12-31T23:59:59Z"),
        ("REGISTRY_LANGUAGES", "en,xx"),
        ("REGISTRY_LANGUAGES", "en,fr,en"),
        ("REGISTRY_DATABASE_URL", "sqlite:///"),
        ("REGISTRY_DATABASE_URL", "sqlite:///:memory:"),
        ("REGISTRY_DATABASE_URL", "postgresql://name:secret@host:port/x"),
    ],
)
def test_an_impossible_value_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(ConfigError, match=name) as refused:
        Settings.from_env({name: value})
    assert "secret" not in str(refused.value)


def test_values_are_read_by_type(tmp_path: Path) -> None:
    given = {
        "REGISTRY_LANGUAGES": "fr, de",
        "REGISTRY_PROXIES": "2",
        "REGISTRY_DATA_DIR": str(tmp_path),
        "HOME": "/root",
    }
    settings = Settings.from_env(given)
    assert (settings.languages, settings.proxies, settings.data_dir) == (("fr", "de"), 2, tmp_path)


def test_a_generated_key_is_made_once_and_only_for_its_owner(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    assert settings.key == settings.key
    assert len(settings.key) == 64
    assert (tmp_path / "secret.key").stat().st_mode & 0o077 == 0
