"""The box "Where?": a town is looked for around it, a region in it, "online" everywhere; an unknown place is told
beside the field, with everything else kept."""

import itertools
import re
import shutil

import pytest
from flask import Flask

from registry import config
from tests.asking import heard
from tests.web.reading import page, total, words

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("near=online&q=data", "/offers?q=data&mode=online"),
        ("near=Online&mode=onsite&radius=50&sort=nearest", "/offers?mode=online"),
        ("near=Saarland", "/offers?region=DEC"),
        ("near=sarre&region=BE", "/offers?region=DEC"),
        ("near=BE&radius=100", "/offers?region=BE"),
        ("near=Trier+(city)", "/offers?region=DEB21"),
        ("q=&near=Trier&radius=25", "/offers?near=Trier"),
        ("near=Trier&radius=25&sort=nearest", "/offers?near=Trier&sort=nearest"),
        ("near=&radius=50", "/offers"),
    ],
)
def test_what_is_typed_becomes_its_own_parameter(shown: Flask, typed: str, canonical: str) -> None:
    answer = shown.test_client().get("/offers?" + typed, follow_redirects=True)
    assert answer.status_code == 200
    assert answer.request.full_path.rstrip("?") == canonical


def test_online_is_understood_in_the_reader_s_language(shown: Flask) -> None:
    answer = shown.test_client().get("/fr/offers?near=en+ligne")
    assert answer.headers["Location"] == "/fr/offers?mode=online"


def test_a_place_gives_distances_and_the_nearest_order(shown: Flask) -> None:
    client = shown.test_client()
    tree = page(client, "/offers?near=trier&radius=100&sort=nearest&per_page=100")
    assert words(tree, "//h1") == f"{total(tree)} offers near Trier"
    told = tree.xpath("//li[@class='row']/p[@class='cell'][1]/br/following-sibling::text()")
    far = [0 if "under 1 km" in text else int(text.split(" km")[0]) for text in told]
    assert len(far) == total(tree) > 2
    assert far == sorted(far)
    assert far[-1] <= 100
    assert tree.xpath("//input[@name='radius'][@checked]/@value") == ["100"]
    assert [link.text for link in tree.xpath("//div[@class='order']/a[@aria-current]")] == ["Nearest"]
    assert "Nearest" not in words(page(client, "/offers"), "//div[@class='order']")


def test_a_region_stands_in_the_box_and_is_replaced_by_the_next_one(shown: Flask) -> None:
    client = shown.test_client()
    tree = page(client, "/offers?region=DEC&kind=training")
    assert words(tree, "//h1").endswith("in Saarland or online")
    assert tree.xpath("//input[@name='near']/@value") == ["Saarland"]
    assert not tree.xpath("//input[@name='region']")
    answer = client.get("/offers?near=Belgium&kind=training")
    assert answer.headers["Location"] == "/offers?kind=training&region=BE"


@pytest.mark.parametrize("prefix", ["", "/fr", "/de"])
@pytest.mark.parametrize("code", ["LU", "BE1", "DEB2", "BE33", "DEC", "BE234", "IE041", "FRL04"])
def test_a_region_stays_the_region_when_the_form_is_sent_again(shown: Flask, prefix: str, code: str) -> None:
    client = shown.test_client()
    tree = page(client, f"{prefix}/offers?region={code}")
    (box,) = tree.xpath("//input[@name='near']/@value")
    again = client.get(f"{prefix}/offers", query_string={"near": box, "price": "free"}, follow_redirects=True)
    assert again.request.full_path == f"{prefix}/offers?region={code}&price=free", box


def test_an_unknown_place_is_told_beside_the_field(shown: Flask) -> None:
    client = shown.test_client()
    tree = page(client, "/offers?q=online&kind=training&near=Treir", 400)
    assert words(tree, "//h1") == "We do not know the place “Treir”"
    field = tree.xpath("//input[@name='near']")[0]
    assert (field.get("value"), field.get("aria-invalid")) == ("Treir", "true")
    assert field.get("aria-describedby") == tree.xpath("//form//p[@class='note']/@id")[0]
    assert tree.xpath("//input[@name='q']/@value") == ["online"]
    assert tree.xpath("//form//input[@type='hidden'][@name='kind']/@value") == ["training"]
    told = words(tree, "//p[@id='near-note']")
    assert "towns and postcodes where something is taught, and regions and countries by their names" in told
    guesses = {link.text: link.get("href") for link in tree.xpath("//p[@id='near-note']/a")}
    assert guesses["Trier"] == "/offers?q=online&kind=training&near=Trier"
    anywhere = tree.xpath("//a[@class='sum']")[0]
    assert total(page(client, anywhere.get("href"))) == int(words(anywhere, "./b"))


def test_an_unknown_place_is_told_without_an_index_too(demonstration: Flask) -> None:
    with demonstration.app_context():
        shutil.rmtree(config.current().index_dir)
    page(demonstration.test_client(), "/offers?near=Atlantis", 400)


def test_towns_regions_and_online_are_proposed(shown: Flask) -> None:
    tree = page(shown.test_client(), "/de/")
    proposed = tree.xpath("//datalist[@id='places']/option/text()")
    assert proposed[0] == "Online"
    assert {"Trier", "Belgien", "Arlon"} <= set(proposed)
    assert tree.xpath("//input[@name='near']/@list") == ["places"]


def test_home_compares_places_of_one_size(shown: Flask) -> None:
    tree = page(shown.test_client(), "/")
    links = tree.xpath("//h3[starts-with(., 'By place')]/following-sibling::*[1]//a")
    codes = [link.get("href").partition("region=")[2] for link in links]
    regions = [code for code in codes if code]
    assert len(regions) > 1
    assert {len(code) for code in regions} == {2}


def test_of_regions_of_one_name_each_leads_to_the_others(shown: Flask) -> None:
    client = shown.test_client()
    for address, led, name in (
        ("/offers?near=Limburg&price=free", "/offers?region=NL42&price=free", "Limburg (NL)"),
        ("/de/offers?region=BE34", "/de/offers?region=LU", "Luxemburg"),
        ("/offers?region=LU", "/offers?region=BE34", "Luxembourg (Belgium)"),
    ):
        tree = page(client, client.get(address).headers.get("Location", address))
        assert [(link.text, link.get("href")) for link in tree.xpath("//p[@id='near-note']/a")] == [(name, led)]
        assert tree.xpath("//input[@name='near'][@aria-describedby='near-note'][not(@aria-invalid)]")
    assert not page(client, "/offers?region=DEC").xpath("//p[@id='near-note']")


@pytest.mark.parametrize("prefix", ["", "/fr", "/de"])
def test_the_box_proposes_a_name_once(shown: Flask, prefix: str) -> None:
    proposed = page(shown.test_client(), f"{prefix}/offers").xpath("//datalist/option/text()")
    coded = [found.groups() for text in proposed if (found := re.fullmatch(r"(.+) \(([A-Z]{2}\w*)\)", text))]
    assert len(coded) > 3
    pairs = itertools.permutations(coded, 2)
    assert not [(one, other) for one, other in pairs if one[0] == other[0] and other[1].startswith(one[1])]
    assert len(proposed) == len(set(proposed))


@pytest.mark.parametrize(
    "address", ["/offers", "/offers?q=data", "/offers?near=Trier", "/offers?region=LU", "/offers?near=Treir"]
)
def test_a_page_of_results_asks_the_database_little(shown: Flask, address: str) -> None:
    client = shown.test_client()
    client.get(address)
    with heard(shown) as asked:
        client.get(address)
    assert len(asked) <= 10, [one.statement[:80] for one in asked]


def test_a_place_too_long_is_unknown_and_not_dropped(shown: Flask) -> None:
    tree = page(shown.test_client(), "/offers?near=" + "Trier " * 60, 400)
    assert words(tree, "//h1").startswith("We do not know the place “Trier Trier")
