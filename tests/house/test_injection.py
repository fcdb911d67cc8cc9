"""What a provider types stays text: payloads in every text field that there is, made from the schemas themselves, and
no page, of the portal or of a desk, turns any of them into an element, a handler or an address that acts."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import etree, html
from marshmallow import Schema, fields

from registry import worker
from registry.catalogue import service as catalogue
from registry.catalogue.schema import RUN, SPECIFICATION
from registry.kernel import routes
from registry.kernel.actor import OPERATOR
from registry.kernel.fields import LocalTextField, Text
from registry.providers import service as providers
from registry.providers.schema import PLACE, PROVIDER
from registry.quality import service as quality
from tests import builders, signing
from tests.house.addresses import address

WORD = "canary7"
PAYLOADS = (
    f"<script>{WORD}()</script>",
    f'"><img src=x onerror={WORD}()>',
    f"'><svg/onload={WORD}()>",
    f"[{WORD}](javascript:{WORD}())",
    f"<a href='java\tscript:{WORD}()'>{WORD}</a>",
    f"{{{{ {WORD}.__class__ }}}}",
    f"]]><!--<{WORD}>--></textarea></title></style>",
)
ACTING = ("javascript:", "data:text", "vbscript:")


def poisoned(schema: Schema, letter: Mapping[str, Any], payload: str) -> dict[str, Any]:
    """The letter with the payload in every text field the schema has, as far down as it goes."""
    found = dict(letter)
    for name, field in schema.fields.items():
        key = field.data_key or name
        if key in ("slug", "source_key", "identifiers", "source", "raw", "conflicts", "place"):
            continue
        value = _value(field, found.get(key), payload)
        if value is not None:
            found[key] = value
    return found


def _value(field: Any, present: Any, payload: str) -> Any:
    if isinstance(field, LocalTextField):
        return {"en": payload[: field.max_length]}
    if type(field) is Text and not field.validate:
        return payload[: field.max_length]
    if isinstance(field, fields.Nested) and isinstance(present, dict):
        return poisoned(field.schema, present, payload)
    if isinstance(field, fields.List):
        if isinstance(present, list) and present:
            return [_value(field.inner, one, payload) or one for one in present]
        made = _value(field.inner, None, payload)
        return [made] if made is not None else None
    return None


def full_training() -> dict[str, Any]:
    """A training that has every part with a text in it."""
    parts = {
        "workload": {"minutes": 960, "text": {"en": "x"}},
        "method": {"en": "x"},
        "assessment": {"types": ["practical"], "text": {"en": "x"}},
        "enrol": {"text": {"en": "x"}, "url": "https://harbour.example/enrol"},
    }
    return builders.micro(**parts)


def spread(app: Flask, payload: str) -> str:
    """A provider, a place, an offer and a run with the payload everywhere, listed; the offer's code."""
    with app.app_context():
        provider = providers.register(OPERATOR, poisoned(PROVIDER, builders.provider_values(), payload))
        place = providers.add_place(OPERATOR, provider, poisoned(PLACE, builders.place_values(), payload))
        quality.decide_provider(builders.REVIEWER, provider, "verify", payload)
        code = builders.decided(
            poisoned(SPECIFICATION, full_training(), payload), provider, conditions=payload, review_by="2027-01-01"
        )
        run = {**builders.run_letter(), "schedule": {"text": {"en": "x"}}, "enrol": {"text": {"en": "x"}}}
        catalogue.schedule_run(OPERATOR, code, {**poisoned(RUN, run, payload), "place": place})
        worker.once()
    return code


def acts(tree: Any) -> Iterator[str]:
    """Everything in a page that came out of a payload and would act."""
    for node in tree.iter(etree.Element):
        if WORD in str(node.tag):
            yield f"element {node.tag}"
        for name, value in node.attrib.items():
            if name.startswith("on"):
                yield f"handler {name} of {node.tag}"
            squeezed = "".join(value.split()).lower()
            if name in ("href", "src", "action", "formaction") and squeezed.startswith(ACTING):
                yield f"address {value[:60]}"
        if node.tag == "script" and node.get("type") != "application/ld+json" and WORD in (node.text or ""):
            yield "script"
        if node.tag in ("img", "iframe", "object", "embed"):
            yield f"element {node.tag}"


def seen(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code < 500, path
    if answer.mimetype != "text/html" or not answer.data:
        return ""
    text = answer.get_data(as_text=True)
    tree = html.document_fromstring(text)
    assert list(acts(tree)) == [], path
    for script in tree.xpath("//script[@type='application/ld+json']"):
        json.loads(script.text)
    return text


@pytest.mark.one_database
@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_of_a_provider_acts_on_any_page(app: Flask, payload: str) -> None:
    code = spread(app, payload)
    with app.test_request_context():
        known = routes.policies(app)
        rules = [rule for rule in app.url_map.iter_rules() if "GET" in rule.methods]
        paths = {(address(app, rule, code), known[rule.endpoint]) for rule in rules}
    with app.app_context():
        insider = signing.account("insider@example.org", roles=("reviewer", "admin"))
        signing.join(insider.id, builders.offer_row(code).provider.code)
    member, visitor = signing.signed_in(app, insider.id), app.test_client()
    shown = [path for path, policy in sorted(paths) if WORD in seen(visitor, path)]
    shown += [path for path, policy in sorted(paths) if policy in routes.GATED and WORD in seen(member, path)]
    shown += [path for path in ("/offers?q=canary7", "/fr/offers", f"/de/offers/{code}") if WORD in seen(visitor, path)]
    assert len(shown) > 5, "the payload is shown on no page, so nothing was tried"
