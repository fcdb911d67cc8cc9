"""What the applications of one run have alike and what is costly to make: compiled templates and the functions that
build addresses of routes. Every test has an application of its own; these two are made once for all of them."""

from collections.abc import Callable
from typing import ClassVar

import pytest
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule


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
