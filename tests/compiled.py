"""What the applications of one run have alike and what is costly to make: compiled templates and the functions that
build addresses of routes are made once for all of them, and passwords are hashed lightly. Every test has an application
of its own."""

from collections.abc import Callable, Iterable
from typing import ClassVar

import pytest
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import Engine
from werkzeug.routing import Rule

from registry.web.account import security

_ENGINES: dict[object, Engine] = {}  # of which kind → the one whose statements are shared


class Templates(BytecodeCache):
    """Templates compiled once for all applications of a run."""

    kept: ClassVar[dict[str, bytes]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take it from memory."""
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it in memory."""
        self.kept[bucket.key] = bucket.bytecode_to_string()


def build_addresses_once(patch: pytest.MonkeyPatch) -> None:
    """Let werkzeug compile the builder of a route once per run: three quarters of what making an application takes. A
    builder depends on the rule and on the classes of its converters alone, not on the application."""
    compile_builder = Rule._compile_builder
    kept: dict[object, Callable[..., tuple[str, str]]] = {}

    def compiled(self: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        classes = sorted((name, type(one).__qualname__) for name, one in self._converters.items())
        key = (self.rule, self.subdomain, self.host, repr(self.defaults), repr(classes), append_unknown)
        if key not in kept:
            kept[key] = compile_builder(self, append_unknown)
        return kept[key]

    patch.setattr(Rule, "_compile_builder", compiled)


def share_statements(engines: Iterable[Engine]) -> None:
    """Let engines that differ in their address alone share their dialect and what it has compiled: every test has a
    database of its own, and asks it what the others ask theirs. A dialect is shared once it has met its server."""
    for number, engine in enumerate(engines):
        key = (number, type(engine.dialect))
        kept = _ENGINES.setdefault(key, engine)
        if kept.dialect.server_version_info is None:
            _ENGINES[key] = engine
        elif kept is not engine:
            engine.dialect, engine._compiled_cache = kept.dialect, kept._compiled_cache


def hash_lightly(patch: pytest.MonkeyPatch) -> None:
    """A password's hash is meant to be costly: a tenth of a second, for guessers and tests alike. How costly it is for
    guessers, tests/faults/test_server.py asks of the registry as it is started by its command."""
    light = {"argon2__rounds": 1, "argon2__memory_cost": 8, "argon2__parallelism": 1}
    patch.setitem(security.SETTINGS, "PASSWORD_HASH_PASSLIB_OPTIONS", light)  # type: ignore[arg-type]  # a dict
