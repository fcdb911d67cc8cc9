"""What is alike, what goes further, and what an hour costs beside others: pure rules as tables, and the reading of
their figures from the database in a fixed number of questions."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from registry.catalogue import facts, likeness, price_context, queries, service, traits
from registry.catalogue.traits import Traits
from registry.kernel.actor import OPERATOR
from registry.kernel.db import db
from tests import builders


def offer(code: str, levels: dict[str, int | None], kind: str = "training", **more: Any) -> Traits:
    sets = {name: frozenset(more.pop(name)) for name in ("languages", "modes", "regions") if name in more}
    return Traits(code, kind, levels, **sets, **more)


OWN = offer("OWN", {"1.2": 3, "1.3": 4}, languages=["de"], modes=["onsite"], regions=["DEC01"])


@pytest.mark.parametrize(
    ("levels", "percent"),
    [
        ({"1.2": 3, "1.3": 4}, 100),
        ({"1.2": 4, "1.3": 4}, 87),
        ({"1.2": 3}, 50),
        ({"1.2": 6, "1.3": 8}, 0),
        ({"1.2": None, "1.3": None}, 50),
        ({"1.2": 3, "1.3": 4, "2.1": 1, "2.2": 1}, 50),
        ({"4.1": 3}, 0),
        ({}, 0),
    ],
)
def test_what_two_offers_share(levels: dict[str, int | None], percent: int) -> None:
    assert likeness.shared(OWN, offer("X", levels)) == percent


def test_the_most_alike_come_first_and_a_shared_competence_alone_is_not_enough() -> None:
    others = [
        offer("FAR", {"1.2": 8, "1.3": 8}, languages=["de"], modes=["onsite"], regions=["DEC01"]),
        offer("ONE OF MANY", {"1.2": 3, "2.1": 3, "2.2": 3, "2.3": 3, "2.4": 3, "2.5": 3}, languages=["de"]),
        offer("FRENCH", {"1.2": 3, "1.3": 4}, languages=["fr"]),
        offer("ELSEWHERE", {"1.2": 3, "1.3": 4}, languages=["de"], modes=["onsite"], regions=["DEB22"]),
        offer("TWIN", {"1.2": 3, "1.3": 4}, languages=["de"], modes=["onsite"], regions=["DEC01"]),
        OWN,
    ]
    assert likeness.alike(OWN, others, 9) == ["TWIN", "ELSEWHERE", "FRENCH"]
    assert likeness.alike(OWN, others, 1) == ["TWIN"]


def test_without_competences_kind_and_language_decide() -> None:
    own = offer("OWN", {}, "guidance", languages=["fr"])
    others = [offer("A", {}, "guidance", languages=["de"]), offer("B", {}, "guidance", languages=["fr"])]
    assert likeness.alike(own, [*others, offer("C", {}, languages=["fr"])], 9) == ["B"]


def test_what_goes_further_is_one_band_up() -> None:
    others = [
        offer("SAME", {"1.2": 4}),
        offer("ONE", {"1.2": 5}),
        offer("BOTH", {"1.2": 5, "1.3": 6}),
        offer("TWO BANDS", {"1.2": 7}),
        offer("UNKNOWN", {"1.2": None}),
    ]
    assert likeness.further(OWN, others, 9) == [("BOTH", ("1.2", "1.3")), ("ONE", ("1.2",))]


def priced(prices: list[int], **more: Any) -> list[Traits]:
    levels = more.pop("levels", {"1.2": 4})
    return [offer(f"P{n}", levels, minutes=60, price=price, **more) for n, price in enumerate(prices)]


def test_the_middle_half_is_typical() -> None:
    others = priced([100, 200, 300, 400, 500, 600, 700, 800, 900])
    for price, place in ((299, "low"), (300, "typical"), (700, "typical"), (701, "high")):
        own = offer("OWN", {"1.2": 3}, minutes=60, price=price)
        found = price_context.context(own, others)
        assert found is not None
        assert (found.low, found.high, found.compared, found.place) == (300, 700, 9, place)


def test_between_two_prices_a_quartile_is_between_them() -> None:
    own = offer("OWN", {"1.2": 3}, minutes=90, price=1000)
    found = price_context.context(own, priced([0, 0, 100, 200, 300, 400, 500, 600]))
    assert found is not None
    assert (found.per_hour, found.low, found.high) == (667, 75, 425)


@pytest.mark.parametrize(
    ("own", "others"),
    [
        ({"price": 100}, priced([100] * 7)),
        ({"price": None}, priced([100] * 8)),
        ({"price": 100, "minutes": None}, priced([100] * 8)),
        ({"price": 100}, priced([100] * 8, kind="guidance")),
        ({"price": 100}, priced([100] * 8, levels={"1.2": 5})),
        ({"price": 100}, priced([100] * 8, levels={"4.1": 3})),
        ({"price": 100}, priced([None] * 8)),  # type: ignore[list-item]  # a price nobody stated
    ],
    ids=["seven", "no price", "no hours", "another kind", "another band", "another competence", "no prices"],
)
def test_with_too_little_to_compare_nothing_is_said(own: dict[str, Any], others: list[Traits]) -> None:
    assert price_context.context(offer("OWN", {"1.2": 3}, **{"minutes": 60, **own}), others) is None


def test_traits_are_read_for_many_as_they_are_for_one(ctx: Flask) -> None:
    provider = builders.provider()
    place = builders.provider_service.add_place(OPERATOR, provider, builders.place_values())
    listed = [builders.listed(builders.training(title={"en": str(n)}), provider) for n in range(3)]
    for code in listed:
        service.schedule_run(OPERATOR, code, builders.run_letter(place=place))
    guidance, gone = builders.listed(builders.guidance(), provider), builders.listed(provider_code=provider)
    builders.take_steps(gone, ("withdraw", OPERATOR))
    codes = [*listed, guidance, gone]
    statements: list[str] = []
    listen = lambda *told: statements.append(told[2])  # noqa: E731 - a listener to take off again
    for engine in db.engines.values():
        event.listen(engine, "before_cursor_execute", listen)
    found = traits.read(codes)
    for engine in db.engines.values():
        event.remove(engine, "before_cursor_execute", listen)
    assert len([one for one in statements if one.lstrip().upper().startswith("SELECT")]) == 3
    assert list(found) == [*listed, guidance]
    for code in (*listed, guidance):
        view = queries.public(code)
        assert isinstance(view, queries.OfferView)
        assert found[code] == traits.of(code, view.spec, view.runs)
    assert found[listed[0]].per_hour == 750
    assert found[listed[0]].regions == {"BE2"}


def test_hours_are_a_fact(ctx: Flask) -> None:
    content = builders.training()
    spec = queries.public(builders.listed(content))
    assert isinstance(spec, queries.OfferView)
    assert [row["minutes"] for row in facts.rows(spec.spec) if row["name"] == "minutes"] == [960]
