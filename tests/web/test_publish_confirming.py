"""Confirming many offers at once: a form that cannot be taken keeps what was ticked, and what is not due any more is
said of one and of several."""

import pytest
from lxml import html

from registry.catalogue import service as catalogue
from tests import builders, signing
from tests.web.provider_desk import Desk
from tests.web.test_publish_dashboard import due_in, titled


@pytest.mark.one_database
def test_a_form_without_its_nonce_keeps_what_was_ticked(provider: Desk) -> None:
    codes = [titled(provider, f"Offer {number}") for number in range(3)]
    for code in codes:
        due_in(provider, code, 5)
    ticked = sorted(codes[:2])
    answer = provider.client.post("/publish/confirm", data={"csrf_token": signing.CSRF, "offers": ticked})
    assert answer.status_code == 422
    boxes = html.document_fromstring(answer.get_data(as_text=True)).xpath("//input[@name='offers']")
    assert sorted(box.get("value") for box in boxes) == sorted(codes)
    assert sorted(box.get("value") for box in boxes if box.get("checked") is not None) == ticked


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("count", "prefix", "said"),
    [
        (1, "", "Not due any more: Offer 0. Confirmed in the meantime"),
        (2, "", "Each was confirmed in the meantime"),
        (1, "/fr", "N’est plus à confirmer\u00a0: Offer 0. Cette offre a été confirmée"),
        (2, "/fr", "Ne sont plus à confirmer\u00a0: Offer"),
        (2, "/de", "Sie wurden inzwischen bestätigt"),
    ],
)
def test_what_is_not_due_any_more_is_said_of_one_and_of_several(
    provider: Desk, count: int, prefix: str, said: str
) -> None:
    codes = [titled(provider, f"Offer {number}") for number in range(count)]
    with provider.app.app_context():
        for code in codes:
            catalogue.confirm(builders.member(provider.provider), code)
    answer = provider.send(f"{prefix}/publish/confirm", offers=codes)
    assert said in provider.client.get(answer.location).get_data(as_text=True)
