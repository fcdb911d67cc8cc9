"""schema.org's rules as a checker: does each type and property exist, may the property stand on that type, and does its
value have a type it may have? The rules come from the release's own file, or from a short list of those we use."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.interchange.schema_sample import MEMBERS, PARENTS, PROPERTIES

HERE = "https://schema.org/"
DATE = r"\d{4}-\d\d-\d\d"
TIME = r"\d\d:\d\d(:\d\d(\.\d+)?)?"
PATTERNS = {
    "Date": DATE,
    "DateTime": rf"{DATE}T{TIME}(Z|[+-]\d\d:\d\d)",
    "Time": TIME,
    "Duration": r"P(?=.)(\d+[YMWD])*(T(?=.)(\d+H)?(\d+M)?(\d+S)?)?",
    "URL": r"https?://\S+",
}


@dataclass(frozen=True)
class Vocabulary:
    """Parents of each type; where each property may stand and what it may hold; the lists their members are of."""

    parents: Mapping[str, frozenset[str]]
    properties: Mapping[str, tuple[frozenset[str], frozenset[str]]]
    members: Mapping[str, frozenset[str]]

    def closure(self, kind: str) -> set[str]:
        """The type and everything above it."""
        found, waiting = set(), [kind]
        while waiting:
            one = waiting.pop()
            if one not in found:
                found.add(one)
                waiting += self.parents.get(one, ())
        return found

    def faults(self, node: Mapping[str, Any], where: str = "") -> Iterator[str]:
        """What is wrong with a node and everything in it."""
        kind = node.get("@type")
        if kind not in self.parents:
            yield f"{where}: there is no type {kind}"
            return
        for key, value in node.items():
            if key.startswith("@"):
                continue
            name = key.removesuffix("-input")
            here = f"{where}/{kind}.{key}"
            if name not in self.properties:
                yield f"{here}: there is no such property"
                continue
            domain, expected = self.properties[name]
            if not self.closure(kind) & domain:
                yield f"{here}: stands on {sorted(domain)} only"
            for one in value if isinstance(value, list) else [value]:
                yield from self._value(one, expected, here)

    def _value(self, value: Any, expected: frozenset[str], where: str) -> Iterator[str]:
        if isinstance(value, dict) and "@type" in value:
            if not self.closure(value["@type"]) & expected:
                yield f"{where}: {value['@type']} is none of {sorted(expected)}"
            yield from self.faults(value, where)
        elif not self._kinds(value) & expected:
            yield f"{where}: {value!r} is none of {sorted(expected)}"

    def _kinds(self, value: Any) -> set[str]:
        """Every data type or list a plain value may count as."""
        if isinstance(value, bool):
            return {"Boolean"}
        if isinstance(value, int):
            return {"Integer", "Number"}
        if isinstance(value, float):
            return {"Number"}
        if isinstance(value, dict):
            return {"Text"} if set(value) == {"@language", "@value"} else set()
        if value.startswith(HERE):
            return {above for kind in self.members.get(value[len(HERE) :], ()) for above in self.closure(kind)}
        return {"Text"} | {kind for kind, pattern in PATTERNS.items() if re.fullmatch(pattern, value)}


def sample() -> Vocabulary:
    """The rules we use, as we wrote them down."""
    return Vocabulary(
        {kind: frozenset(above.split()) for kind, above in PARENTS.items()},
        {name: (frozenset(d.split()), frozenset(r.split())) for name, (d, r) in PROPERTIES.items()},
        {name: frozenset([kind]) for kind, names in MEMBERS.items() for name in names.split()},
    )


def release(path: Path) -> Vocabulary:
    """The rules of a release's file."""
    parents, properties, members = {}, {}, {}
    for node in json.loads(path.read_text())["@graph"]:
        name, kinds = _short(node["@id"]), _many(node.get("@type"))
        if "rdfs:Class" in kinds:
            parents[name] = frozenset(_ids(node.get("rdfs:subClassOf")))
        elif "rdf:Property" in kinds:
            domain, expected = node.get("schema:domainIncludes"), node.get("schema:rangeIncludes")
            properties[name] = (frozenset(_ids(domain)), frozenset(_ids(expected)))
        else:
            members[name] = frozenset(_short(kind) for kind in kinds)
    return Vocabulary(parents, properties, members)


def _many(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]


def _ids(value: Any) -> list[str]:
    return [_short(one["@id"]) for one in _many(value)]


def _short(name: str) -> str:
    return name.removeprefix("schema:")
