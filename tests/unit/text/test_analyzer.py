"""The analyzer's whole result, and the pool around it: order, death of workers, closing."""

import os
import signal
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import psutil
import pytest
from tests.waiting import PATIENCE

from tidings.errors import InternalError
from tidings.text.analyzer import TextAnalyzer, embedded_text
from tidings.text.embeddings import load_embedder
from tidings.text.pool import CHUNK, AnalyzerPool
from tidings.text.signals import EntityKind, TextInput, TextSignals

DOCS = [
    TextInput(
        "Flood closes bridge in Leeds",
        "The river Aire rose overnight, and Mayor Anna Grey asked for calm.",
        "en",
    ),
    TextInput("В Казани открыли новый мост", "Мост через Казанку открыл мэр Ильдар Сафин."),
    TextInput("", ""),
    TextInput("Brücke in Köln gesperrt", "Die Stadt prüft die Schäden nach dem Hochwasser.", None),
]


@pytest.fixture(scope="module")
def analyzer():
    return TextAnalyzer()


@pytest.fixture(scope="module")
def results(analyzer):
    return analyzer.analyze(DOCS)


def test_every_document_gets_every_signal_in_order(results):
    assert [result.lang for result in results] == ["en", "ru", "und", "de"]
    for result in results:
        assert result.embedding.shape == (512,)
        assert result.embedding.dtype == np.float32
        assert np.linalg.norm(result.embedding) == pytest.approx(1, abs=1e-4)
        assert -1 <= result.sentiment <= 1
        assert all(0 <= value <= 1 for value in result.emotions)
        assert len(result.minhash) == len(results[0].minhash)


def test_signals_are_those_of_their_text(results):
    english, russian, empty, _ = results
    assert english.stems["flood"] == 1
    assert "the" not in english.stems
    assert russian.stems["мост"] == 2
    assert {"Anna Grey", "Leeds"} <= {entity.text for entity in english.entities}
    assert {"Ильдар Сафин"} <= {entity.text for entity in russian.entities if entity.kind is EntityKind.PER}
    assert "новый мост" in [phrase.phrase for phrase in russian.keyphrases]
    assert (empty.length, empty.stems, empty.keyphrases, empty.entities) == (0, {}, (), ())


def test_the_same_text_gives_the_same_signals_in_any_batch(analyzer, results):
    alone = analyzer.analyze([DOCS[1]])[0]
    assert alone.embedding == pytest.approx(results[1].embedding, abs=1e-5)
    assert alone.entities == results[1].entities
    assert alone.minhash == results[1].minhash
    assert alone.sentiment == pytest.approx(results[1].sentiment, abs=1e-5)


def test_reports_of_one_event_in_two_languages_are_close():
    same, translated, other = load_embedder().encode(
        ["Flood closes bridge in Leeds", "В Лидсе из-за наводнения закрыли мост", "Bank raises its dividend"]
    )
    assert same @ translated > 0.4 > same @ other


def test_an_embedded_text_is_bounded_and_cut_at_a_word():
    text = embedded_text("Title", "word " * 1000)
    assert text.startswith("Title. word")
    assert len(text) < 700
    assert text.endswith("word")
    assert embedded_text("Why?", "Because") == "Why? Because"
    assert embedded_text("", "") == ""


def test_an_unknown_embedder_is_refused():
    with pytest.raises(Exception, match="unknown embedder"):
        load_embedder("word2vec-1850")


class Lengths:
    """A quick stand-in for the models, so that processes can be killed cheaply."""

    def __init__(self, embedder: str) -> None:
        self._embedder = embedder

    def analyze(self, docs: Sequence[TextInput]) -> list[TextSignals]:
        return [_signals(len(doc.title)) for doc in docs]


class Killed(Lengths):
    """Dies over a document that says so, as if out of memory; only once where it names a mark."""

    def analyze(self, docs: Sequence[TextInput]) -> list[TextSignals]:
        for doc in docs:
            if doc.title == "die" and not (doc.text and Path(doc.text).exists()):
                if doc.text:
                    Path(doc.text).touch()
                os.kill(os.getpid(), signal.SIGKILL)
        return super().analyze(docs)


def _signals(length: int) -> TextSignals:
    from tidings.text.signals import Emotions

    return TextSignals("en", 1.0, {}, length, (), (), 0.0, Emotions(), np.zeros(2, np.float32), b"")


def documents(count: int) -> list[TextInput]:
    return [TextInput("x" * (i % 50)) for i in range(count)]


@pytest.mark.parametrize("processes", [0, 2])
async def test_a_pool_answers_in_order(processes):
    async with AnalyzerPool(processes, factory=Lengths) as pool:
        found = await pool.analyze(documents(3 * CHUNK + 5))
    assert [signals.length for signals in found] == [i % 50 for i in range(3 * CHUNK + 5)]


async def test_no_documents_need_no_worker():
    async with AnalyzerPool(1, factory=Lengths) as pool:
        assert await pool.analyze([]) == []


@pytest.mark.parametrize("processes", [0, 1])
async def test_a_pool_that_is_asked_nothing_loads_no_model(processes):
    def load(embedder: str):
        raise AssertionError("a model is loaded")

    before = len(psutil.Process().children())
    async with AnalyzerPool(processes, factory=load):
        assert len(psutil.Process().children()) == before


async def test_a_worker_can_be_ended_although_its_parent_blocks_the_signal():
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    try:
        async with AnalyzerPool(1, factory=Lengths) as pool:
            await pool.analyze(documents(1))
            workers = [c for c in psutil.Process().children() if "spawn_main" in " ".join(c.cmdline())]
            for worker in workers:
                worker.terminate()
            assert psutil.wait_procs(workers, timeout=PATIENCE)[1] == []
            assert len(await pool.analyze(documents(2))) == 2
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


async def test_a_killed_worker_is_replaced_and_its_batch_run_again(tmp_path):
    docs = [*documents(2 * CHUNK), TextInput("die", str(tmp_path / "mark")), *documents(CHUNK)]
    async with AnalyzerPool(2, factory=Killed) as pool:
        found = await pool.analyze(docs)
        assert [signals.length for signals in found] == [len(doc.title) for doc in docs]
        assert len(await pool.analyze(documents(10))) == 10
    assert (tmp_path / "mark").exists()


async def test_documents_that_kill_every_worker_are_reported():
    async with AnalyzerPool(1, factory=Killed) as pool:
        with pytest.raises(InternalError, match="died 3 times"):
            await pool.analyze([TextInput("die")])
        assert len(await pool.analyze(documents(3))) == 3


async def test_closing_leaves_no_worker_and_refuses_work():
    pool = AnalyzerPool(2, factory=Lengths)
    await pool.analyze(documents(10))
    await pool.close()
    running = [child for child in psutil.Process().children() if "spawn_main" in " ".join(child.cmdline())]
    assert running == []
    with pytest.raises(InternalError, match="closed"):
        await pool.analyze(documents(1))


async def test_a_spawned_worker_runs_the_real_models():
    async with AnalyzerPool(1) as pool:
        (signals,) = await pool.analyze([DOCS[1]])
    assert signals.lang == "ru"
    assert signals.entities
