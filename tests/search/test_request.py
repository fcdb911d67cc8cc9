"""The parameters of the contract: read strictly, refused by name, written in one canonical way."""

from collections.abc import Collection

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry import config
from registry.config import Settings
from registry.kernel.errors import InvalidParameter
from registry.search.engine import SORTS
from registry.search.request import PARAMETERS, SearchRequest

LISTS = {
    "kind": {"training", "guidance", "validation"},
    "digcomp": {"1", "1.1", "1.2", "4", "4.2"},
    "digcomp-level": set("12345678"),
    "eqf": set("12345678"),
    "setting": {"formal", "non-formal", "informal"},
    "target-group": {"everyone", "women"},
    "credential": {"micro", "certificate", "attendance", "none"},
    "access": {"step-free", "captions", "sign-language", "easy-language"},
    "mode": {"onsite", "online", "blended", "work"},
    "language": {"en", "fr", "de"},
    "nuts": {"AT", "AT1", "AT13"},
    "time": {"day", "evening", "weekend"},
}
CONTRACT = (
    "q kind competence level eqf setting target credential provider access mode language region near radius starts "
    "time open price funding hours sort page per_page lang"
)


def known(scheme: str) -> Collection[str]:
    return LISTS[scheme]


@pytest.fixture
def _spoken(monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation that speaks what it does by default."""
    monkeypatch.setattr(config, "current", Settings)


def read(*pairs: tuple[str, str]) -> SearchRequest:
    return SearchRequest.from_args(pairs, known)


def test_the_parameters_are_those_of_the_contract_in_its_order() -> None:
    assert " ".join(PARAMETERS) == CONTRACT


def test_nothing_asked_is_the_empty_address() -> None:
    assert read().address() == ""
    assert read(("q", " "), ("kind", ""), ("radius", "50"), ("sort", "best"), ("page", "1")).address() == ""


def test_the_address_has_one_order_whatever_the_order_given() -> None:
    one = read(("mode", "online"), ("kind", "training"), ("mode", "onsite"), ("q", "  word   processing "))
    other = read(
        ("q", "word processing"), ("mode", "onsite"), ("mode", "online"), ("mode", "onsite"), ("kind", "training")
    )
    assert one.address() == other.address() == "q=word+processing&kind=training&mode=online&mode=onsite"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("nonsense", "1"),
        ("Kind", "training"),
        ("kind", "course"),
        ("competence", "9"),
        ("competence", "1.9"),
        ("level", "0"),
        ("level", "9"),
        ("level", "two"),
        ("eqf", "none"),
        ("setting", "casual"),
        ("target", "martians"),
        ("credential", "badge"),
        ("provider", "Not a slug"),
        ("provider", "../x"),
        ("access", "lift"),
        ("mode", "space"),
        ("language", "klingon"),
        ("region", "AT99"),
        ("near", "x" * 201),
        ("radius", "0"),
        ("radius", "501"),
        ("radius", "ten"),
        ("starts", "2026-13"),
        ("starts", "2026"),
        ("starts", "december"),
        ("time", "night"),
        ("open", "yes"),
        ("price", "100-0"),
        ("price", "-5"),
        ("price", "gratis"),
        ("price", "0-99999999"),
        ("funding", "a b"),
        ("hours", "ten"),
        ("hours", "10"),
        ("sort", "random"),
        ("page", "0"),
        ("page", "-1"),
        ("page", "1.5"),
        ("page", "²"),
        ("per_page", "0"),
        ("per_page", "101"),
        ("lang", "xx"),
        ("lang", "ase"),  # a language one can be taught in, not one the portal speaks
        ("lang", "FR"),
        ("q", "x" * 201),
        ("q", " ".join(f"word{number}" for number in range(11))),
        ("q", "a\x00b"),
    ],
)
@pytest.mark.usefixtures("_spoken")
def test_what_is_unknown_or_ill_typed_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(InvalidParameter) as refused:
        read(("kind", "training"), (name, value))
    assert refused.value.parameter == name
    assert list(refused.value.errors) == [name]


@pytest.mark.parametrize("name", ["q", "near", "radius", "sort", "page", "per_page", "lang"])
@pytest.mark.usefixtures("_spoken")
def test_what_there_can_be_only_one_of_is_refused_twice(name: str) -> None:
    values = {"q": "ab", "near": "ab", "sort": ("best", "newest"), "lang": ("en", "fr")}.get(name, ("1", "2"))
    with pytest.raises(InvalidParameter) as refused:
        read((name, values[0]), (name, values[1]))
    assert refused.value.parameter == name


def test_beyond_page_fifty_the_message_names_cursor_and_dump() -> None:
    assert read(("page", "50")).page == 50
    with pytest.raises(InvalidParameter, match=r"cursor.*dump"):
        read(("page", "51"))


def test_unknown_providers_and_funding_schemes_are_honest_questions() -> None:
    assert read(("provider", "nobody"), ("funding", "no-such-scheme")).chosen() == {
        "provider": ("nobody",),
        "funding": ("no-such-scheme",),
    }


def test_ten_words_are_counted_without_stop_words() -> None:
    assert read(("q", "how to use the spreadsheet for a budget of my own small club in winter")).q.startswith("how to")


def test_adding_and_removing_a_filter_begin_again_at_the_first_page() -> None:
    before = read(("mode", "online"), ("page", "3"))
    assert before.with_("mode", "onsite").address() == "mode=online&mode=onsite"
    assert before.with_("mode", "onsite").without("mode", "online").address() == "mode=onsite"
    assert before.without("mode").address() == ""
    assert before.with_("sort", "newest").address() == "mode=online&sort=newest"
    assert before.with_("page", 4).address() == "mode=online&page=4"


def test_without_a_place_there_is_no_radius_and_no_nearest() -> None:
    request = read(("near", "Graz"), ("radius", "50"), ("sort", "nearest"))
    assert request.address() == "near=Graz&radius=50&sort=nearest"
    assert request.without("near").address() == ""
    assert read(("sort", "nearest"), ("radius", "50")).address() == ""


@pytest.mark.parametrize("word", SORTS)
@pytest.mark.parametrize("name", ["q", "near"])
def test_words_that_are_also_names_of_an_order_stay_asked_for(name: str, word: str) -> None:
    request = read((name, word), ("kind", "training"))
    assert SearchRequest.from_address(request.address(), known) == request
    assert (name, word) in request.canonical()


def test_active_filters_are_what_a_reader_can_take_away() -> None:
    request = read(("q", "data"), ("kind", "training"), ("sort", "newest"), ("page", "2"), ("near", "Graz"))
    assert request.active() == [("q", "data"), ("kind", "training"), ("near", "Graz")]


def some_pairs() -> st.SearchStrategy[list[tuple[str, str]]]:
    """Valid (name, value) pairs."""
    values = {
        "q": ["data", "word processing", *SORTS],
        "kind": sorted(LISTS["kind"]),
        "competence": ["1", "1.2"],
        "region": ["AT", "AT13"],
        "starts": ["2026-12", "2027-01"],
        "price": ["free", "0-100"],
        "hours": ["0-10", "10-30"],
        "sort": ["newest"],
        "page": ["2"],
        "provider": ["a", "b-2"],
    }
    pair = st.sampled_from(sorted(values)).flatmap(lambda name: st.tuples(st.just(name), st.sampled_from(values[name])))
    return st.lists(pair, max_size=8, unique_by=lambda pair: pair[0] if pair[0] in ("q", "sort", "page") else pair)


@given(some_pairs())
def test_an_address_read_again_is_the_same_request(pairs: list[tuple[str, str]]) -> None:
    request = SearchRequest.from_args(pairs, known)
    again = SearchRequest.from_address(request.address(), known)
    assert again.address() == request.address()
    assert again.canonical() == request.canonical()
    assert SearchRequest.from_args(reversed(pairs), known).address() == request.address()
