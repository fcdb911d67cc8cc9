"""The contract every engine keeps: on made-up registries it answers exactly what the oracle answers - codes in their
order, the run shown, the total and every count. A failing seed is named, and stays failing until the engine is
right."""

import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from registry.search import facets
from registry.search.document import Document
from registry.search.engine import SORTS, SearchEngine
from registry.search.engines.whoosh import WhooshEngine
from tests.search import generated
from tests.search.oracle import Oracle

REGISTRIES, BATCH, QUESTIONS = 500, 25, 3


@pytest.fixture(autouse=True)
def _quick_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers are compared here, not what survives a power cut: a thousand flushes would only take their time."""
    monkeypatch.setattr("os.fsync", lambda _handle: None)


def engines(directory: Path) -> Iterator[SearchEngine]:
    """A fresh engine of each kind there is."""
    yield WhooshEngine(directory, generated.ANALYSER)


@pytest.mark.parametrize("batch", range(REGISTRIES // BATCH))
def test_an_engine_answers_what_the_oracle_answers(batch: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # in every other batch most facets have more values than are kept as bits
    monkeypatch.setattr("registry.search.engines.whoosh.snapshot.FEW", 4 if batch % 2 else 128)
    for seed in range(batch * BATCH, (batch + 1) * BATCH):
        chance = generated.seeded(seed)
        for index in engines(tmp_path / str(seed)):
            documents = filled(index, chance)
            oracle = Oracle(documents, generated.ANALYSER)
            for _ in range(QUESTIONS):
                query = generated.query(chance)
                found, expected = index.find(query), oracle.find(query)
                where = f"seed {seed}, {query}"
                assert found.total == expected.total, where
                assert found.codes == expected.codes, where
                assert found.runs == expected.runs, where
                assert found.tallies == expected.tallies, where
                assert found.fields == expected.fields, where
                assert found.left_out == expected.left_out, where
                assert found.corrections == expected.corrections, where
            assert index.stamps() == {document.code: document.stamp for document in documents}


def filled(index: SearchEngine, chance: random.Random) -> list[Document]:
    """Fill an engine at once, or as it happens in life: some first, then changes, withdrawals and additions in
    batches."""
    documents = generated.documents(chance)
    if chance.random() < 0.5:
        index.replace_all(documents)
        return documents
    half = len(documents) // 2
    truth = {document.code: document for document in documents[:half]}
    index.replace_all(truth.values())
    for _ in range(chance.randint(1, 3)):
        put = chance.sample(documents, chance.randint(0, len(documents)))
        put = [generated.document(chance, document.code) if chance.random() < 0.5 else document for document in put]
        drop = chance.sample([document.code for document in documents], chance.randint(0, half))
        index.put(put, drop)
        truth = {code: document for code, document in truth.items() if code not in drop}
        truth |= {document.code: document for document in put}
    return list(truth.values())


@pytest.mark.parametrize("seed", range(25))
def test_each_count_is_the_total_after_adding_that_filter(seed: int, tmp_path: Path) -> None:
    chance = generated.seeded(10_000 + seed)
    for index in engines(tmp_path):
        index.replace_all(generated.documents(chance, most=40))
        query = generated.query(chance)
        for name, counts in index.find(query).tallies.items():
            for value, count in counts.items():
                alone = replace(query, chosen={**query.chosen, name: (value,)}, tally=False)
                assert index.find(alone).total == count, f"{name}={value} of {query}"


@pytest.mark.parametrize("seed", range(12))
def test_pages_put_together_are_the_whole_list(seed: int, tmp_path: Path) -> None:
    chance = generated.seeded(20_000 + seed)
    for index in engines(tmp_path):
        index.replace_all(generated.documents(chance, most=40))
        query = replace(generated.query(chance), tally=False)
        whole = index.find(replace(query, offset=0, limit=100)).codes
        pages = [index.find(replace(query, offset=offset, limit=7)).codes for offset in range(0, 42, 7)]
        assert tuple(code for page in pages for code in page) == whole
        assert len(set(whole)) == len(whole)


def test_every_filter_is_exercised_by_the_questions() -> None:
    chance = generated.seeded(1)
    questions = [generated.query(chance) for _ in range(400)]
    assert {name for question in questions for name in question.chosen} == set(facets.NAMES)
    assert {(question.dated, question.sort) for question in questions} == set(product((True, False), SORTS))


@pytest.mark.parametrize("seed", range(40))
def test_a_table_in_one_question_has_the_numbers_of_its_searches(seed: int, tmp_path: Path) -> None:
    chance = generated.seeded(20_000 + seed)
    for index in engines(tmp_path):
        index.replace_all(generated.documents(chance, most=40))
        query = generated.query(chance)
        query = replace(query, chosen={k: v for k, v in query.chosen.items() if k not in ("level", "competence")})
        groups = [("level", ("1", "2")), ("level", ("3", "4")), ("level", ("nobody",))]
        shares = index.crossed(query, "competence", groups)
        for (name, values), share in zip(groups, shares, strict=True):
            found = index.find(replace(query, chosen={**query.chosen, name: values}))
            assert share.total == found.total
            assert {value: count for value, count in share.counts.items() if count} == found.tallies["competence"]
