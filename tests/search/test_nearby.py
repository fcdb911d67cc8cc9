"""Names that several places share: one provider's place elsewhere never moves a town, and regions keep their names."""

from typing import Any

import pytest
from flask import Flask

from registry.kernel.actor import OPERATOR
from registry.kernel.errors import InvalidParameter
from registry.providers import service as providers
from registry.search import gazetteer, nearby
from registry.vocabularies import service as vocabularies
from tests import builders


def taught(provider: str, locality: str, region: str, lat: float | None, lon: float = 0, **changes: Any) -> None:
    """A place in which the provider teaches."""
    point = {"lat_e6": None, "lon_e6": None} if lat is None else {"lat_e6": int(lat * 1e6), "lon_e6": int(lon * 1e6)}
    values = {"locality": locality, "region": region, "country": region[:2], **point, **changes}
    providers.add_place(OPERATOR, provider, builders.place_values(**values))


def test_places_elsewhere_never_move_a_town(ctx: Flask) -> None:
    near, far = builders.provider(), builders.provider(name="Far Away House")
    taught(near, "Halle", "BE241", 50.7, 4.2, postcode="1500")
    taught(near, "Halle", "BE242", 50.8, 4.3, postcode="1500")
    for _number in range(3):
        taught(far, "Halle", "DEE02", 51.4, 11.9, postcode="1500")
    for name in ("halle", "1500"):
        assert nearby.find(name).point == (50_750_000, 4_250_000), name


def test_of_foreign_towns_the_one_with_most_places_is_meant(ctx: Flask) -> None:
    provider = builders.provider()
    taught(provider, "Neustadt", "DEB38", 49.3, 8.1)
    for _number in range(2):
        taught(provider, "Neustadt", "DEA11", 51.0, 7.0)
    assert nearby.find("Neustadt").point == (51_000_000, 7_000_000)
    taught(provider, "Neustadt", "DEB38", 49.3, 8.1)
    assert nearby.find("Neustadt").point == (51_000_000, 7_000_000), "as many: the smaller code"


def test_a_region_keeps_its_name_unless_the_town_lies_in_it(ctx: Flask) -> None:
    provider = builders.provider()
    taught(provider, "Belgium", "DEA11", 51.0, 7.0)
    taught(provider, "Luxembourg", "LU000", 49.6, 6.1)
    assert nearby.region("Belgium") == "BE"
    assert nearby.find("belgium").point == nearby.middle("BE")
    assert nearby.region("Luxembourg") is None
    assert nearby.find("luxembourg").point == (49_600_000, 6_100_000)


def test_a_town_asked_for_in_another_language_is_that_town(ctx: Flask) -> None:
    vocabularies.load(builders.ROOT / "seeds" / "vocabularies")
    provider = builders.provider()
    taught(provider, "Brussels", "BE100", 50.85, 4.35)
    taught(provider, "Trier", "DEB21", 49.75, 6.64)
    taught(provider, "Lüttich", "BE332", 50.64, 5.57)
    for name in ("Brussels", "Bruxelles", "brüssel", "Brussel"):
        assert (nearby.region(name), nearby.find(name).point) == (None, (50_850_000, 4_350_000)), name
    assert nearby.find("Trèves").point == (49_750_000, 6_640_000)
    assert nearby.find("Liège").point == nearby.find("Luik").point == (50_640_000, 5_570_000)
    assert nearby.region("Trier (city)") == "DEB21"


def test_a_region_is_asked_for_with_its_code_where_its_name_means_a_town(ctx: Flask) -> None:
    vocabularies.load(builders.ROOT / "seeds" / "vocabularies")
    taught(builders.provider(), "Luxembourg", "LU000", 49.6, 6.1)
    assert (nearby.region("Luxembourg"), nearby.region("Luxemburg (LU)")) == (None, "LU")
    assert nearby.region("Ghent (be234)") == "BE234"
    assert nearby.region("Prov. Limburg (BE)") == "BE22", "a name that ends so"
    assert nearby.region("Nowhere (XX9)") is None


def test_a_code_in_brackets_says_in_which_country_or_region_the_town_lies(ctx: Flask) -> None:
    vocabularies.load(builders.ROOT / "seeds" / "vocabularies")
    taught(builders.provider(), "Trier", "DEB21", 49.75, 6.64)
    for text in ("Trier (DE)", "trier (de)", "Trèves (DE)"):
        assert (nearby.region(text), nearby.find(text).point) == (None, (49_750_000, 6_640_000)), text
    within = {
        "luxembourg (be)": "BE34",
        "Brussels (BE)": "BE1",
        "Bruxelles (be)": "BE1",
        "Saarland (DE)": "DEC",
        "Berlin (DE)": "DE3",
        "Paris (FR)": "FR101",
        "Bretagne (FR)": "FRH",
        "München (DE)": "DE212",
        "Oldenburg (DE)": "DE943",
    }
    known = gazetteer.current()
    assert {text: nearby._meant(text, known)[1] for text in within} == within
    assert nearby.find("Berlin (DE)").point == nearby.middle("DE3")
    assert nearby.alike("Frankfurt (DE)", "en") == nearby.alike("Frankfurt", "en")
    for text in ("Frankfurt (DE)", "Trier (FR)", "Xyzzy (FR)", "Xyzzy (DE)"):
        assert nearby.region(text) is None, "a name that is not the region's"
        with pytest.raises(InvalidParameter):
            nearby.find(text)


def test_what_stands_in_brackets_need_not_be_typed(ctx: Flask) -> None:
    vocabularies.load(builders.ROOT / "seeds" / "vocabularies")
    named = {"München": "DE212", "munich": "DE212", "Heilbronn": "DE117", "Limburg": "BE22", "Liège": "BE33"}
    assert {name: nearby.region(name) for name in named} == named
    assert nearby.region("München (Landkreis)") == "DE21H"
    several = {
        "Frankfurt": ["Frankfurt am Main (city)", "Frankfurt (Oder), city"],
        "Halle": ["Halle (Saale), city", "Halle-Vilvoorde"],
    }
    for name, proposed in several.items():
        with pytest.raises(InvalidParameter):
            nearby.find(name)
        assert nearby.alike(name, "en") == proposed
        for text in proposed:
            assert nearby.region(text) or nearby.find(text).point, "what is proposed is understood"
    assert (nearby.region("Frankfurt (Oder)"), nearby.region("Halle (Saale)")) == ("DE403", "DEE02")
    assert nearby.find("Turnhout").point == nearby.middle("BE213")


def test_names_are_typed_without_their_signs_and_umlauts(ctx: Flask) -> None:
    vocabularies.load(builders.ROOT / "seeds" / "vocabularies")
    provider = builders.provider()
    taught(provider, "Saint-Brieuc", "FRH01", 48.51, -2.76)
    taught(provider, "Saarbrücken", "DEC01", 49.23, 7.0)
    assert nearby.find("saint brieuc").point == (48_510_000, -2_760_000)
    assert nearby.find("Saarbruecken").point == nearby.find("saarbrucken").point == (49_230_000, 7_000_000)
    for text in ("Est de l'Autriche", "Est de l’Autriche"):
        assert nearby.region(text) == "AT1"
    assert (nearby.region("Muenchen"), nearby.region("Trier (Stadt")) == ("DE212", "DEB21")
    assert nearby.towns(9) == ["Saarbrücken", "Saint-Brieuc"], "each once"
    taught(provider, "Ürzig", "DEB22", 49.98, 7.0)
    assert nearby.find("Uerzig").point == nearby.find("ÜRZIG").point == (49_980_000, 7_000_000)
    taught(provider, "Mühlau", "AT332", 47.28, 11.4)
    taught(provider, "Muehlau", "DED45", 50.9, 12.7)
    assert nearby.find("Muehlau").point == (50_900_000, 12_700_000), "a town of this very name goes before"


def test_a_town_without_a_point_is_one_however_it_is_spelt(ctx: Flask) -> None:
    provider = builders.provider()
    for name in ("Saint-Brieuc", "Saint-Brieuc", "Saint Brieuc"):
        taught(provider, name, "FRH01", None)
    assert nearby.find("saint brieuc").town == nearby.find("Saint-Brieuc").town == "saint brieuc"


def test_regions_elsewhere_of_the_same_name_are_told_apart(ctx: Flask) -> None:
    vocabularies.load(builders.ROOT / "seeds" / "vocabularies")
    assert nearby.region("Limburg") == "BE22"
    assert (nearby.namesakes("BE22"), nearby.namesakes("NL42")) == (["NL42"], ["BE22"])
    assert nearby.namesakes("LU00") == nearby.namesakes("LU") == ["BE34"]
    assert nearby.namesakes("PT16") == ["ES4", "ITI"]
    assert nearby.namesakes("BE33") == nearby.namesakes("nothing") == []
    assert nearby.namesakes("DE943") == nearby.namesakes("DE94D") == [], "not the land around a town"


def test_a_small_region_nobody_knows_the_middle_of_is_a_region_and_takes_no_town_its_name(ctx: Flask) -> None:
    vocabularies.load(builders.ROOT / "seeds" / "vocabularies")
    taught(builders.provider(), "Paderborn", "DEA47", 51.7, 8.75)
    assert (nearby.region("Kassel (city)"), nearby.region("Kassel (Stadt)")) == ("DE731", "DE731")
    assert nearby.region("Paderborn") is None
    assert nearby.find("Paderborn").point == (51_700_000, 8_750_000)


def test_only_places_of_public_providers_are_known(ctx: Flask) -> None:
    hidden = builders.provider("unverified")
    taught(hidden, "Secretville", "BE234", 51.0, 3.7)
    with pytest.raises(InvalidParameter):
        nearby.find("Secretville")
    builders.stand(hidden, "verified")
    assert nearby.find("Secretville").point == (51_000_000, 3_700_000)


def test_places_are_read_as_written_on_letters(ctx: Flask) -> None:
    vocabularies.load(builders.ROOT / "seeds" / "vocabularies")
    provider = builders.provider()
    taught(provider, "Trier", "DEB21", 49.75, 6.64, postcode="54290")
    taught(provider, "Luxembourg", "LU000", 49.6, 6.1, postcode="1610")
    taught(provider, "Brussels", "BE100", 50.85, 4.35, postcode="1000")
    taught(provider, "Wien", "AT130", 48.25, 16.5, postcode="1000")
    taught(provider, "Limerick", "IE051", 52.66, -8.63, postcode="V94 X0Y0")
    taught(provider, "Amsterdam", "NL329", 52.37, 4.9, postcode="1011 AB")
    trier, luxembourg = (49_750_000, 6_640_000), (49_600_000, 6_100_000)
    for text in ("54290", "54290 Trier", "Trier 54290", "D-54290", "D 54290 Trèves", "DE-54290 TRIER", "d54290"):
        assert (nearby.region(text), nearby.find(text).point) == (None, trier), text
    for text in ("Trier, Germany", "Trier, Deutschland", "trèves , allemagne", "Trier, DE", "54290 Trier, Germany"):
        assert (nearby.region(text), nearby.find(text).point) == (None, trier), text
    for text in ("1611 Luxembourg", "L-1611 Luxembourg", "L1610", "Luxembourg, Luxemburg", "1000 Luxembourg"):
        assert nearby.find(text).point == luxembourg, text
    assert nearby.find("V94X0Y0").point == nearby.find("v94 x0y0 Limerick").point == (52_660_000, -8_630_000)
    assert nearby.find("1011AB Amsterdam").point == nearby.find("NL-1011 AB").point == (52_370_000, 4_900_000)
    taught(provider, "Esch-sur-Alzette", "LU000", 49.5, 5.98, postcode="L-4170")
    for text in ("L-4170", "l4170", "4170", "L-4170 Esch-sur-Alzette", "4170, Luxembourg"):
        assert nearby.find(text).point == (49_500_000, 5_980_000), text
    assert nearby.find("B-1000").point == nearby.find("1000 Bruxelles").point == (50_850_000, 4_350_000)
    assert nearby.find("A-1000").point == nearby.find("1000 Wien").point == (48_250_000, 16_500_000)
    assert (nearby.region("Bayern, Germany"), nearby.region("80331 München, DE")) == ("DE2", "DE212")


def test_what_an_address_contradicts_is_not_known(ctx: Flask) -> None:
    vocabularies.load(builders.ROOT / "seeds" / "vocabularies")
    provider = builders.provider()
    taught(provider, "Trier", "DEB21", 49.75, 6.64, postcode="54290")
    taught(provider, "Ghent", "BE234", 51.05, 3.72, postcode="9000")
    for text in ("L-54290", "Trier, France", "Nowhere, Germany", "F-54290", "54290, France", "D-", "- 5", ","):
        assert nearby.region(text) is None, text
        with pytest.raises(InvalidParameter):
            nearby.find(text)
    assert nearby.alike("54297", "en") == ["54290 Trier"]
    assert nearby.alike("D-54297", "en") == ["54290 Trier", "Germany"]
    assert nearby.alike("99999 Treir", "en") == nearby.alike("Treir, Germany", "en") == nearby.alike("Treir", "en")
    assert nearby.alike("L-1611", "en") == ["Luxembourg"]


def test_a_postcode_without_a_point_is_its_town(ctx: Flask) -> None:
    taught(builders.provider(), "Saint-Brieuc", "FRH01", None, postcode="22000")
    assert nearby.find("22000").town == "saint brieuc"
