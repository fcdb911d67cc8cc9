"""Rooms stay small: files of at most 300 lines, functions of at most 40, at most five arguments; exceptions are agreed
here, each with its reason."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FILE, FUNCTION, ARGUMENTS = 300, 40, 5
LONG_FILES: dict[str, str] = {
    "registry/ledger/check.py": "one file that a stranger reads, carries away and runs without ours",
    "registry/web/static/style.css": "one sheet is one request before the first words are seen; its layers are rooms",
    "migrations/versions/0001_the_house.py": "the first schema, whole; what has run is not rewritten",
    "migrations/versions/0008_examining.py": "one step that brings nine tables together; what has run is not rewritten",
}
BANNED_NAMES = {"utils", "helpers", "common", "misc"}


def sources() -> list[Path]:
    return sorted(path for folder in ("registry", "tests", "bench") for path in (ROOT / folder).rglob("*.py"))


def others() -> list[Path]:
    """What is no module of ours: sheets, scripts, migrations, templates."""
    static, versions = ROOT / "registry" / "web" / "static", ROOT / "migrations" / "versions"
    found = [*static.rglob("*.css"), *static.rglob("*.js"), *versions.glob("*.py")]
    return sorted([*found, *(ROOT / "templates").rglob("*.html")])


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def functions() -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """The functions of the program itself, by file and name."""
    for path in sources():
        for node in ast.walk(parsed(path)) if named(path).startswith("registry/") else ():
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{named(path)}:{node.name}", node


def test_a_file_is_a_small_room() -> None:
    lengths = {named(path): len(path.read_text().splitlines()) for path in (*sources(), *others())}
    assert len(lengths) > 500
    assert {name: lines for name, lines in lengths.items() if lines > FILE}.keys() == LONG_FILES.keys()


def test_functions_are_short() -> None:
    lengths = {name: (node.end_lineno or node.lineno) - node.lineno + 1 for name, node in functions()}
    assert len(lengths) > 1000
    assert {name: lines for name, lines in lengths.items() if lines > FUNCTION} == {}


def test_functions_take_few_arguments() -> None:
    """One that makes an object may be given one more."""
    many = {}
    for name, node in functions():
        every = (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
        taken = [one.arg for one in every if one.arg not in ("self", "cls")]
        if len(taken) > ARGUMENTS + (node.name == "__init__"):
            many[name] = taken
    assert many == {}


def test_a_module_opens_with_what_it_is_and_why() -> None:
    assert [named(path) for path in sources() if not ast.get_docstring(parsed(path))] == []


def test_public_functions_and_classes_say_what_they_do() -> None:
    silent = [
        f"{named(path)}:{node.name}"
        for path in sources()
        if named(path).startswith("registry/")
        for node in parsed(path).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        if not node.name.startswith("_") and not ast.get_docstring(node)
    ]
    assert silent == []


def test_there_are_no_drawers_without_a_name() -> None:
    assert [named(path) for path in sources() if path.stem in BANNED_NAMES or path.parent.name in BANNED_NAMES] == []
