"""An approval ends: letters 90 and 30 days before, then a decision; a recheck in between moves the day, and a
registry that stood still gives notice first."""

from flask import Flask
from sqlalchemy import select

from registry import worker
from registry.catalogue import service as catalogue
from registry.kernel import clock
from registry.kernel.actor import Actor
from registry.kernel.db import db
from registry.quality import service as quality
from registry.quality import validity
from registry.quality.cases import Review
from registry.quality.criteria import current
from tests import builders, times
from tests.notices.conftest import Box, School
from tests.notices.test_freshness import DUE, days_told, titled

END = validity.VALID.days


def keep(app: Flask, school: School, *codes: str) -> None:
    """The provider confirms its offers whenever it must."""
    for day in range(DUE - 40, END + 200, DUE - 40):
        with times.after(app, day):
            for code in codes:
                catalogue.confirm(builders.member(school.code), code)


def test_approvals_end_after_letters_and_a_recheck_moves_the_day(ctx: Flask, school: School, box: Box) -> None:
    left, again = titled(school, "Left"), titled(school, "Again")
    admitted = builders.draft(builders.training(title={"en": "Admitted"}), school.code)
    quality.admit_offer(builders.OPERATOR, admitted, "The register of 2025")
    keep(ctx, school, left, again, admitted)
    with times.after(ctx, END - 100):
        review = db.session.scalars(
            select(Review)
            .where(Review.kind == "recheck")
            .join_from(Review, builders.Offer, Review.offer_id == builders.Offer.id)
            .where(builders.Offer.code == again)
        ).one()
        reviewer = Actor("reviewer", "reviewer-2", second_factor=True)
        number = review.id
        quality.take_review(reviewer, number)
        for point in current(clock.today()).of_kind("training"):
            quality.save_finding(reviewer, number, point.code, "met")
        quality.close_review(reviewer, number)
        worker.once()
    box.got.clear()
    told = days_told(ctx, box, [END - 91, END - 90, END - 89, END - 31, END - 30, END, END + 1, END + 2])
    assert told == {
        END - 90: ["An approval ends soon"],
        END - 30: ["An approval ends soon"],
        END + 1: ["Expired: Left"],
    }
    with times.after(ctx, END + 2):
        client = ctx.test_client()
        assert client.get(f"/offers/{left}").status_code == 410
        assert client.get(f"/offers/{again}").status_code == 200
        assert client.get(f"/offers/{admitted}").status_code == 200, "nobody approved it, so nothing ends"


def test_a_registry_that_stood_still_gives_notice_before_anything_expires(ctx: Flask, school: School, box: Box) -> None:
    code = titled(school, "Photos")
    keep(ctx, school, code)
    worker.once()
    box.got.clear()
    late = END + 60
    assert days_told(ctx, box, [late, late + 1]) == {late: ["An approval ends soon"]}
    assert days_told(ctx, box, [late + 29, late + 30]) == {late + 30: ["Expired: Photos"]}
