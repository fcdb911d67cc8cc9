"""Templates render with exactly the names their page declares: no name missing, none for nothing."""

from pathlib import Path

import pytest
from flask import Flask
from jinja2 import meta, nodes

from registry.web import pages

ROOT = Path(__file__).resolve().parents[2]
LAYOUT = ROOT / "templates" / "layout"


def own_names(app: Flask, name: str) -> set[str]:
    """Names a template expects from outside, those of what it extends and includes with it, without imported macros."""
    source = (ROOT / "templates" / name).read_text()
    tree = app.jinja_env.parse(source)
    expected = set(meta.find_undeclared_variables(tree)) - brought(tree)
    for node in tree.find_all((nodes.Extends, nodes.Include)):
        if isinstance(node.template, nodes.Const):
            expected |= own_names(app, node.template.value)
    return expected


def brought(tree: nodes.Template) -> set[str]:
    """Names the template itself brings, by import or by `set`; seen from an inner block they look undeclared."""
    names: set[str] = {node.target for node in tree.find_all(nodes.Import)}
    for node in tree.find_all(nodes.FromImport):
        names |= {name[1] if isinstance(name, tuple) else name for name in node.names}
    for assignment in tree.find_all(nodes.Assign):
        targets = [assignment.target, *assignment.target.find_all(nodes.Name)]
        names |= {target.name for target in targets if isinstance(target, nodes.Name)}
    return names


@pytest.mark.parametrize("page", pages.every(), ids=lambda page: page.__name__)
def test_a_page_declares_what_its_template_uses(page: type, program: Flask) -> None:
    used = own_names(program, page.template) - pages.GLOBALS
    declared = pages.fields_of(page)
    assert used == declared, f"missing: {used - declared}; for nothing: {declared - used}"


def test_every_portal_template_belongs_to_a_page() -> None:
    known = {page.template for page in pages.every()}
    for folder in ("portal", "errors"):
        for path in (ROOT / "templates" / folder).glob("*.html"):
            assert path.relative_to(ROOT / "templates").as_posix() in known


@pytest.mark.parametrize("path", sorted((ROOT / "templates" / "parts").glob("*.html")), ids=lambda path: path.name)
def test_parts_read_no_globals_but_the_few(path: Path, program: Flask) -> None:
    tree = program.jinja_env.parse(path.read_text())
    assert set(meta.find_undeclared_variables(tree)) - brought(tree) <= pages.GLOBALS
