"""What is agreed is written once: a topic of the outbox, a pattern, a list of codes. A second copy would go on meaning
the old thing when the first is changed."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted((ROOT / "registry").rglob("*.py"))
A_LIST = 3  # two codes may stand together by chance


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def constants(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    """Name and value of each constant of the module, those assigned together one by one."""
    for node in tree.body:
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        for target in targets:
            value = node.value  # type: ignore[attr-defined]  # only assignments have targets
            together = isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple)
            pairs = zip(target.elts, value.elts, strict=True) if together else [(target, value)]
            yield from ((ast.unparse(one), given) for one, given in pairs if given is not None)


def is_agreement(value: ast.expr) -> bool:
    """Is it a compiled pattern, or a list of codes?"""
    words = [node for node in ast.walk(value) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    if isinstance(value, ast.Call) and ast.unparse(value.func) == "re.compile":
        return True
    is_list = isinstance(value, ast.Tuple | ast.Set | ast.List) or ast.unparse(value).startswith("frozenset(")
    return is_list and len(words) >= A_LIST


def told(value: ast.expr) -> str:
    """What is agreed: of a list its items in any order."""
    if isinstance(value, ast.Tuple | ast.Set | ast.List):
        return ", ".join(sorted(map(ast.unparse, value.elts)))
    return ast.unparse(value)


def copies(sources: dict[str, str]) -> dict[str, list[str]]:
    """Pattern or list → where it is written, of those written in several modules."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, source in sources.items():
        for constant, value in constants(ast.parse(source)):
            if is_agreement(value):
                found[told(value)].add(f"{name}:{constant}")
    return {text: sorted(places) for text, places in found.items() if len({p.partition(":")[0] for p in places}) > 1}


def test_a_list_of_codes_or_a_pattern_is_written_once() -> None:
    assert copies({named(path): path.read_text() for path in MODULES}) == {}


def test_a_copy_would_be_found() -> None:
    both = {"a.py": "DAYS, N = ('mo', 'tu', 'we'), 3", "b.py": "WEEK: tuple = ('tu', 'we', 'mo')"}
    assert list(copies(both).values()) == [["a.py:DAYS", "b.py:WEEK"]]
    assert copies({"a.py": "P = re.compile('x')", "b.py": "Q = re.compile('x')"})


def test_a_topic_is_emitted_by_its_name() -> None:
    emitted = [
        (f"{named(path)}:{node.lineno}", node.args[0])
        for path in MODULES
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("emit", "outbox.emit")
    ]
    assert emitted
    assert [where for where, topic in emitted if isinstance(topic, ast.Constant)] == []


def test_a_topic_has_one_name() -> None:
    topics = [
        (value.value, named(path))
        for path in MODULES
        for name, value in constants(parsed(path))
        if name.endswith("TOPIC") and isinstance(value, ast.Constant)
    ]
    assert len({topic for topic, _ in topics}) == len(topics) >= 4
    written = {
        (node.value, named(path))
        for path in MODULES
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Constant) and node.value in dict(topics)
    }
    assert written == set(topics)


def test_a_number_every_list_goes_by_is_written_once() -> None:
    agreed = ("LAST_PAGE", "MOST_PER_PAGE", "PER_PAGE", "COUNTRY")
    found = [
        (name, ast.unparse(value)) for path in MODULES for name, value in constants(parsed(path)) if name in agreed
    ]
    assert {name for name, _value in found} == set(agreed)
    assert len(found) == len(set(found)), sorted(found)
