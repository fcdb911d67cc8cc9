"""What the applications of one run have alike and what is costly to make: templates, routes and statements are compiled
once for all of them, the vocabularies read once, and passwords are hashed lightly. Every test has an application of its
own."""

import dataclasses
import gc
from collections.abc import Iterable
from typing import ClassVar

import pytest
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import Engine
from werkzeug.routing import Rule

from registry.vocabularies import queries
from registry.web.account import security

_LISTS: list[queries._Shelf] = []
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


def compile_routes_once(patch: pytest.MonkeyPatch) -> None:
    """Let werkzeug compile a route once per run: most of what making an application takes. What it makes depends on the
    rule and on the classes of its converters alone, not on the application."""
    compile_rule = Rule.compile
    kept: dict[object, Rule] = {}

    def compiled(self: Rule) -> None:
        classes = tuple(self.map.converters.values())
        key = (self.rule, self.subdomain, self.host, self.merge_slashes, repr(self.defaults), classes)
        if key not in kept:
            compile_rule(self)
            kept[key] = self
            return
        like = kept[key]
        self._parts, self._trace, self._converters = like._parts, like._trace, like._converters
        self.arguments |= like.arguments
        for name in ("_build", "_build_unknown"):
            setattr(self, name, getattr(like, name).__func__.__get__(self, None))

    patch.setattr(Rule, "compile", compiled)


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


def share_lists() -> None:
    """Let the current application begin with the vocabularies as the first one read them: every test's database begins
    with the same ones, and whether they are still those it is asked by their generation, as always."""
    kept = _LISTS[0] if _LISTS else None
    if kept is not None:
        own = {name: dict(getattr(kept, name)) for name in ("schemes", "concepts", "positions", "labels", "shorts")}
        queries._shelves.keep(dataclasses.replace(kept, looked=0.0, **own))
    elif rows := queries.schemes():
        for row in rows:
            queries.concepts(row.code)
        _LISTS.append(queries._shelf())


def collect_seldom() -> None:
    """Let Python look for garbage less often, and never in what was there before the first test: a run makes thousands
    of applications that are all alike."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def hash_lightly(patch: pytest.MonkeyPatch) -> None:
    """A password's hash is meant to be costly: a tenth of a second, for guessers and tests alike. How costly it is for
    guessers, tests/faults/test_server.py asks of the registry as it is started by its command."""
    light = {"argon2__rounds": 1, "argon2__memory_cost": 8, "argon2__parallelism": 1}
    patch.setitem(security.SETTINGS, "PASSWORD_HASH_PASSLIB_OPTIONS", light)  # type: ignore[arg-type]  # a dict
