"""What is listed for the first time leads nowhere its reviewer has not looked: another host on a date moves the counter
as which it is decided, and what was taken away before comes back as something new."""

import pytest
from flask import Flask

from registry.catalogue import service as catalogue
from registry.kernel.actor import OPERATOR
from registry.kernel.errors import Conflict
from registry.quality import service
from tests import builders
from tests.builders import REVIEWER
from tests.quality.test_addresses import NEW, OLD, letter, shown, url, waiting_ones
from tests.quality.test_race import at_once
from tests.times import after


def examined() -> tuple[str, str]:
    """An offer never listed that a reviewer has taken, with one run; both codes."""
    code = builders.in_review(provider_code=builders.vetted_provider(url="https://harbour.example"))
    return code, catalogue.schedule_run(OPERATOR, code, letter())


def test_another_host_since_the_look_is_a_conflict_for_whoever_lists_it(ctx: Flask) -> None:
    code, run = examined()
    seen = builders.seen(code)
    catalogue.change_run(OPERATOR, run, letter(NEW), 1)
    with pytest.raises(Conflict):
        service.decide(REVIEWER, code, builders.ruling(), seen)
    seen = builders.seen(code)
    catalogue.schedule_run(OPERATOR, code, letter("https://third.example/"))
    with pytest.raises(Conflict):
        service.decide(REVIEWER, code, builders.ruling(), seen)
    service.decide(REVIEWER, code, builders.ruling(), builders.seen(code))
    assert waiting_ones() == [], "both were looked at"


def test_nothing_else_about_a_date_is_in_the_way_of_whoever_decides(ctx: Flask) -> None:
    code, run = examined()
    seen = builders.seen(code)
    catalogue.change_run(OPERATOR, run, letter(OLD + "/other", places={"total": 3}), 1)
    catalogue.cancel_run(OPERATOR, run, 2)
    assert builders.seen(code) == seen
    draft = builders.draft()
    seen = builders.seen(draft)
    catalogue.schedule_run(OPERATOR, draft, letter(NEW))
    assert builders.seen(draft) == seen, "nobody examines it yet, and its own form is open"


def test_what_was_removed_and_comes_back_while_it_is_examined_is_looked_at(ctx: Flask) -> None:
    code, _run = examined()
    removed = catalogue.schedule_run(OPERATOR, code, letter(NEW), source_key="autumn")
    catalogue.remove_run(OPERATOR, removed, 1)
    seen = builders.seen(code)
    catalogue.schedule_run(OPERATOR, code, letter(NEW), source_key="autumn")
    with pytest.raises(Conflict):
        service.decide(REVIEWER, code, builders.ruling(), seen)


def test_what_was_removed_before_the_listing_waits_for_a_glance_when_it_comes_back(ctx: Flask) -> None:
    code, run = examined()
    removed = catalogue.schedule_run(OPERATOR, code, letter(NEW), source_key="autumn")
    catalogue.remove_run(OPERATOR, removed, 1)
    with after(ctx, days=1):
        service.decide(REVIEWER, code, builders.ruling(), builders.seen(code))
    with after(ctx, days=2):
        catalogue.schedule_run(OPERATOR, code, letter(NEW), source_key="autumn")
        assert [(one.address, one.former) for one in waiting_ones()] == [(NEW, None)]
        catalogue.remove_run(OPERATOR, run, 1)
        assert url(shown(code)) is None


def test_who_changes_an_address_while_the_offer_is_listed_is_seen_or_held(ctx: Flask) -> None:
    provider = builders.vetted_provider(url="https://harbour.example")
    for _time in range(3):
        code = builders.in_review(provider_code=provider)
        run, seen = catalogue.schedule_run(OPERATOR, code, letter()), builders.seen(code)
        listed, _changed = at_once(
            ctx,
            [
                lambda code=code, seen=seen: service.decide(REVIEWER, code, builders.ruling(), seen),
                lambda run=run: catalogue.change_run(OPERATOR, run, letter(NEW), 1),
            ],
        )
        if isinstance(listed, Conflict):
            continue
        assert isinstance(listed, int), listed
        assert url(shown(code)) == OLD
        assert [one.offer_code for one in waiting_ones()].count(code) == 1
