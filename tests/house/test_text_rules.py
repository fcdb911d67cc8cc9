"""Rules that are read from the source: who may assign a state, what a verb takes, where HTML is called safe, and that
nothing of any machine or other site is written into the project."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEXT = {".py", ".html", ".css", ".js", ".md", ".toml", ".txt", ".ini", ".mako", ".sh", ".po", ".json", ""}
DOMAINS = ("vocabularies", "providers", "catalogue", "quality", "events", "ledger")


def modules(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_only_the_lifecycle_assigns_a_state() -> None:
    found = []
    for path in modules("registry"):
        for node in ast.walk(ast.parse(path.read_text())) if path.name != "lifecycle.py" else ():
            targets = node.targets if isinstance(node, ast.Assign) else []
            targets = [node.target] if isinstance(node, ast.AugAssign) else targets
            for target in targets:
                if isinstance(target, ast.Attribute) and target.attr in ("state", "standing"):
                    owner = getattr(target.value, "id", "")
                    if owner not in ("run", "row", "import_", "self"):
                        found.append(f"{named(path)}:{target.lineno} assigns {owner}.{target.attr}")
    assert found == []


@pytest.mark.parametrize("domain", DOMAINS)
def test_verbs_take_an_actor_and_codes_never_objects(domain: str) -> None:
    path = ROOT / "registry" / domain / "service.py"
    mapped = {
        node.name
        for model in modules("registry")
        if model.name == "model.py"
        for node in ast.parse(model.read_text()).body
        if isinstance(node, ast.ClassDef)
    }
    for node in ast.parse(path.read_text()).body:
        if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
            continue
        annotations = [ast.unparse(a.annotation) for a in node.args.args if a.annotation]
        assert not any(annotation.split(".")[-1] in mapped for annotation in annotations), f"{domain}.{node.name}"
        if domain in ("providers", "catalogue", "quality", "events"):
            assert [a.arg for a in node.args.args[:1]] == ["actor"], (
                f"{domain}.{node.name} does not begin with the actor"
            )


def test_html_is_called_safe_in_one_place_only() -> None:
    bad = [
        f"{named(path)}: {given}"
        for path in modules("registry")
        if named(path) != "registry/kernel/text.py"
        for given in re.findall(r"Markup\(([^\n]*)", path.read_text())
        # Markup("…").format(…) of a constant escapes what it is given; anything else would not
        if not re.match(r"\s*(f?$|\"|')", given) or given.startswith("f")
    ]
    assert bad == []


@pytest.mark.parametrize(
    "banned", [r"\|\s*safe\b", r"\sstyle=", r"\son[a-z]+=", r"<script(?![^>]*\b(src|type=.application/ld\+json))"]
)
def test_templates_hold_no_safe_filter_no_inline_style_or_script(banned: str) -> None:
    every = sorted((ROOT / "templates").rglob("*.html"))
    assert every
    assert [named(path) for path in every if re.search(banned, path.read_text())] == []


def committed() -> list[Path]:
    skipped = {".git", ".venv", "instance", "__pycache__", ".mypy_cache", ".ruff_cache", ".hypothesis", ".pytest_cache"}
    found = []
    for path in ROOT.rglob("*"):
        parts = set(path.relative_to(ROOT).parts)
        if path.is_file() and not parts & skipped and path.suffix in TEXT and not path.name.endswith(".mo"):
            found.append(path)
    return sorted(found)


def test_nothing_speaks_of_a_machine_or_a_package_registry() -> None:
    pattern = re.compile(r"/(work|farm)/|\.library|index-url|find-links|://[^ \n]*/simple\b", re.IGNORECASE)
    own = {named(Path(__file__)), ".gitignore"}
    hits = [
        f"{named(path)}:{number}"
        for path in committed()
        if named(path) not in own and not path.name.startswith("digcomp")
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1)
        if pattern.search(line)
    ]
    assert hits == []


@pytest.mark.parametrize("folder", ["templates", "registry/web/static"])
def test_pages_load_nothing_from_elsewhere(folder: str) -> None:
    loads = re.compile(
        r"""(?:src|srcset|poster|data|action)=["']\s*(?:https?:)?//|url\(\s*["']?(?:https?:)?//|@import|<link[^>]+href=["'](?:https?:)?//"""
    )
    hits = [
        named(path)
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and loads.search(path.read_text(errors="replace"))
    ]
    assert hits == []


def test_no_loose_ends() -> None:
    words = re.compile(
        r"\b(TODO|FIXME|XXX)\b|NotImplementedError|pytest\.(skip|mark\.(skip|xfail))|"
        r"pragma: no cover|# noqa$|type: ignore$"
    )
    hits = [
        f"{named(path)}:{number}"
        for path in committed()
        if path.suffix in (".py", ".html", "") and path != Path(__file__) and path.name != "LICENSE"
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1)
        if words.search(line) and "XXXX" not in line
    ]
    assert hits == []
