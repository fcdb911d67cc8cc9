"""What damage costs: an index that is out of use is asked at every request, and must not be read whole each time."""

from pathlib import Path

import pytest

from registry.search.engines.whoosh import WhooshEngine, manifest
from tests.search import generated
from tests.search.test_whoosh import first_of, flip, offer


def test_an_unchanged_damaged_index_is_read_only_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = WhooshEngine(tmp_path, generated.ANALYSER)
    engine.replace_all([offer("A"), offer("B")])
    postings = first_of("*.pst")(engine.place.current())
    flip(postings)
    read: list[Path] = []
    checksum = manifest.checksum

    def noted(path: Path) -> str:
        read.append(path)
        return checksum(path)

    monkeypatch.setattr(manifest, "checksum", noted)
    for _ in range(3):
        assert "altered" in str(engine.fault())
    assert len(read) == len(set(read)) > 0
    flip(postings)
    assert engine.fault() is None
