"""`account`: the first accounts of a registry, and what demonstration accounts may and may not."""

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from registry.accounts import queries
from registry.cli import serving
from registry.cli.demonstration import people
from registry.config import ROOT, ConfigError, Settings
from tests import signing
from tests.web import test_account as pages

DEMO, OTHER = "reviewer@registry.example", "ann@example.org"


def run(app: Flask, *arguments: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["account", *arguments])
    return result.exit_code, result.output


@pytest.mark.one_database
def test_no_command_changes_accounts_past_the_verbs(app: Flask) -> None:
    ours = {"account", "bench", "db", "import", "ledger", "search", "seed", "worker"}
    assert set(app.cli.commands) == ours


@pytest.mark.one_database
def test_the_code_of_a_demonstration_account_signs_in_and_no_other_is_told(app: Flask) -> None:
    with app.app_context():
        assert people.load() == 8
        assert people.load() == 0
        signing.account(OTHER)
    client = app.test_client()
    pages.sign_in(client, DEMO, "for the demonstration only")
    exit_code, told = run(app, "code", DEMO)
    assert (exit_code, bool(re.fullmatch(r"\d{6}\n", told))) == (0, True)
    assert pages.post(client, "/account/tf-validate", code=told.strip()).headers["Location"] == "/account"
    assert run(app, "code", OTHER)[0] == 1
    assert run(app, "code", "nobody@example.org")[0] == 1
    assert run(app, "code")[0] == 2


@pytest.mark.one_database
def test_the_first_account_chooses_its_password_by_a_link_that_works_once(app: Flask) -> None:
    exit_code, told = run(app, "open", OTHER, "--role", "admin", "--name", "Ann")
    assert exit_code == 0
    way = told.split()[-1].removeprefix("http://localhost")
    client = app.test_client()
    client.get(way)
    given = {"password": pages.PASSWORD, "password_confirm": pages.PASSWORD}
    assert pages.post(client, way, **given).status_code == 302
    assert "/account/tf-setup" in pages.sign_in(app.test_client(), OTHER).headers["Location"]
    assert run(app, "open", OTHER)[0] == 1
    assert run(app, "open", "nonsense")[0] == 2
    assert run(app, "open", "b@example.org", "--role", "emperor")[0] == 2
    assert run(app, "close", OTHER)[0] == 0
    with app.app_context():
        assert queries.by_email(OTHER) is None


@pytest.mark.one_database
def test_a_registry_under_https_refuses_accounts_whose_password_everybody_knows(app: Flask) -> None:
    serving.refuse_demonstration(app)
    with app.app_context():
        people.load()
    serving.refuse_demonstration(app)
    app.config["REGISTRY"] = replace(app.config["REGISTRY"], base_url="https://index.example")
    with pytest.raises(ConfigError, match="demonstration"):
        serving.refuse_demonstration(app)
    with app.app_context():
        assert people.load() == 0
    for email in [row.email for row in _open(app)]:
        assert run(app, "close", email)[0] == 0
    serving.refuse_demonstration(app)


def _open(app: Flask) -> list[people.Known]:
    with app.app_context():
        return people.known()


def test_a_registry_under_https_is_given_its_key(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="SECRET_KEY"):
        Settings.from_env({"REGISTRY_BASE_URL": "https://index.example", "REGISTRY_DATA_DIR": str(tmp_path)})
    environment = {
        "REGISTRY_BASE_URL": "https://index.example",
        "REGISTRY_DATA_DIR": str(tmp_path),
        "PATH": "/usr/bin:/bin",
    }
    result = subprocess.run(
        [sys.executable, "-c", "import wsgi"], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60
    )
    assert result.returncode != 0
    assert "REGISTRY_SECRET_KEY" in result.stderr
