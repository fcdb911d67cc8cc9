"""Every route as an address, for tests that walk through all of them: what stands for each part of a rule."""

from flask import Flask
from werkzeug.routing import Rule

GONE = "DEMO-0000-0000"
# how addresses name things; "0" where nothing is said here
SAMPLES = {"scheme": "mode", "number": "1", "month": "2026-12", "kind": "training"}


def address(app: Flask, rule: Rule, code: str) -> str:
    """The route's address about this offer; inside a request context."""
    values = {name: code if name == "code" else SAMPLES.get(name, "0") for name in rule.arguments}
    built = app.url_map.bind("localhost").build(rule.endpoint, values)
    assert isinstance(built, str)
    return built
