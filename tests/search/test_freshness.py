"""What time alone does to results: an offer sinks when its confirmation is overdue, a run leaves when it is
over; nobody indexes anything anew."""

from dataclasses import replace
from pathlib import Path

from registry.search.document import RunDocument
from registry.search.engines.whoosh import WhooshEngine
from tests.search import generated
from tests.search.test_whoosh import asked, offer


def test_an_offer_sinks_the_moment_its_confirmation_is_overdue_without_being_indexed_again(tmp_path: Path) -> None:
    index = WhooshEngine(tmp_path, generated.ANALYSER)
    due = generated.NOW + 60
    late = offer("LATE", "Photos", confirm_by=due)
    index.replace_all([late, offer("SAID", "Photos", examined=False, confirm_by=due + 1), offer("OPEN", "Photos")])
    before, after = asked("photos"), replace(asked("photos"), now=due)
    assert index.find(before).codes[-1] == "SAID", "in time: only the examination counts"
    assert index.find(after).codes[-1] == "LATE", "overdue: behind what nobody has examined"
    assert index.find(replace(after, words=(), sort="newest")).codes[-1] == "LATE"


def test_a_run_leaves_the_results_the_moment_it_is_over(tmp_path: Path) -> None:
    index = WhooshEngine(tmp_path, generated.ANALYSER)
    ends = generated.NOW + 3600
    evening = RunDocument("R", values={"mode": ("onsite",)}, starts=generated.NOW, ends=ends)
    index.replace_all([offer("A", "Photos", runs=(evening,))])
    onsite = asked("photos", chosen={"mode": ("onsite",)})
    assert index.find(onsite).runs == ("R",)
    over = index.find(replace(onsite, now=ends + 1))
    assert over.total == 0
    assert index.find(replace(asked("photos"), now=ends + 1)).runs == (None,)
