"""The style guide is whole: it shows every macro of templates/parts, itself or through another macro, every state a run
can be in, and every token of the style sheet that is a colour or a size."""

import re
from pathlib import Path

from flask import Flask
from jinja2 import Environment, nodes

from registry.catalogue import runs
from registry.web import assets
from registry.web.guide import example, look

ROOT = Path(__file__).resolve().parents[2] / "templates"
Macro = tuple[str, str]  # file, name


def parse(env: Environment, name: str) -> nodes.Template:
    return env.parse((ROOT / name).read_text())


def imported(tree: nodes.Template) -> dict[str, Macro]:
    """Name used here → the macro it stands for."""
    found = {}
    for node in tree.find_all(nodes.FromImport):
        assert isinstance(node.template, nodes.Const)
        for name in node.names:
            original, alias = name if isinstance(name, tuple) else (name, name)
            found[alias] = (node.template.value, original)
    return found


def called(tree: nodes.Node, known: dict[str, Macro]) -> set[Macro]:
    """The macros called anywhere in this piece of a template."""
    names = {node.node.name for node in tree.find_all(nodes.Call) if isinstance(node.node, nodes.Name)}
    return {known[name] for name in names if name in known}


def macros(env: Environment) -> dict[Macro, set[Macro]]:
    """Every macro of the parts with the macros it calls."""
    found: dict[Macro, set[Macro]] = {}
    for path in sorted((ROOT / "parts").glob("*.html")):
        file = f"parts/{path.name}"
        tree = parse(env, file)
        own = list(tree.find_all(nodes.Macro))
        known = imported(tree) | {macro.name: (file, macro.name) for macro in own}
        found |= {(file, macro.name): called(macro, known) for macro in own}
    return found


def shown(env: Environment, page: str, every: dict[Macro, set[Macro]]) -> set[Macro]:
    """What a page shows: the macros it or its layout calls, and all those call."""
    reached: set[Macro] = set()
    waiting: set[Macro] = set()
    for name in (page, "layout/page.html"):
        tree = parse(env, name)
        waiting |= called(tree, imported(tree))
    while waiting:
        macro = waiting.pop()
        if macro not in reached:
            reached.add(macro)
            waiting |= every[macro]
    return reached


def test_the_style_guide_shows_every_part(program: Flask) -> None:
    every = macros(program.jinja_env)
    assert len(every) > 25
    # what programs read of a shared link, and what no reader of a form sees
    unseen = {macro for macro in every if macro[0] == "parts/share.html"} | {("parts/forms.html", "hidden")}
    assert sorted(set(every) - unseen - shown(program.jinja_env, "portal/styleguide.html", every)) == []


def test_a_part_left_out_would_be_found(program: Flask) -> None:
    every = macros(program.jinja_env)
    missing = set(every) - shown(program.jinja_env, "portal/about.html", every)
    assert ("parts/timetable.html", "timetable") in missing
    assert ("parts/symbols.html", "symbols") not in missing, "the layout draws it"


def test_every_state_of_a_run_is_shown(program: Flask) -> None:
    with program.test_request_context("/styleguide"):
        states = {example.run(name).state for name in example.STATES}
        named = set(example.state_names())
    assert states == set(runs.STATES)
    assert named == set(example.STATES) | {"none"}


def test_every_colour_of_the_sheet_is_shown(program: Flask) -> None:
    sheet = (assets.FOLDER / "style.css").read_text()
    colours = set(
        re.findall(
            r"--([a-z0-9-]+): (?:light-dark\(#|#)", sheet.partition("@layer base")[0].rpartition("@layer tokens")[2]
        )
    )
    with program.test_request_context("/styleguide"):
        names = look._colours()
    assert {token for token, _use, _ground in names} == colours
