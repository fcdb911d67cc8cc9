"""No offer of the demonstration one can enrol in leaves the reader's first questions open: its box states them all."""

from flask import Flask
from sqlalchemy import select

from registry.catalogue import queries as catalogue
from registry.catalogue.model import Offer
from registry.catalogue.runs import ENROLLABLE
from registry.kernel.db import db
from tests.web.reading import page, words

BOX = "//section[@aria-labelledby='short']"
OPEN = ("not stated", "ask for a date")


def test_the_box_of_every_offer_one_can_enrol_in_states_all(shown: Flask) -> None:
    with shown.app_context():
        faces = catalogue.faces(list(db.session.scalars(select(Offer.code))))
    codes = [code for code, face in faces.items() if any(run.state in ENROLLABLE for run in face.runs)]
    assert len(codes) >= 60
    client = shown.test_client()
    boxes = {code: words(page(client, f"/offers/{code}"), BOX) for code in codes}
    assert [code for code, said in boxes.items() if any(unknown in said for unknown in OPEN)] == []
