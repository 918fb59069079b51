"""How fast one process reads articles, title and teaser, with every signal on, and what memory it takes."""

from __future__ import annotations

import gzip
import json
import resource
import sys
import time
from collections.abc import Callable
from functools import partial
from itertools import islice
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.__main__ import data_folder
from tidings.text.analyzer import TextAnalyzer, embedded_text
from tidings.text.signals import TextInput

NAME = "text: articles a second of one core"
CORPORA = {"en": "en_2020_may20_jun06", "ru": "ru_2020_apr_jul"}
ARTICLES = 1024
BATCH = 64


def run(data: Path) -> dict[str, float]:
    """Articles per second of processor time, and the share of that time which is the embedding alone."""
    figures: dict[str, float] = {}
    analyzer = TextAnalyzer()
    table = Table("corpus", "articles a second", "embedding alone", "its share of the time", box=None)
    for name, corpus in CORPORA.items():
        docs = read(data / "news" / f"{corpus}.jsonl.gz")
        whole, alone = rates(analyzer, docs)
        table.add_row(name, f"{whole:.0f}", f"{alone:.0f}", f"{whole / alone:.2f}")
        figures |= {f"{name}_per_second": whole, f"{name}.embedding_share": whole / alone}
    Console().print(table, f"memory {memory_mb():.0f} MB")
    return {**figures, "memory_mb": memory_mb()}


def read(path: Path) -> list[TextInput]:
    """Articles from the middle of a corpus, which is in order of time."""
    with gzip.open(path, "rt", encoding="utf-8") as rows:
        items = (json.loads(row) for row in islice(rows, 30_000, 30_000 + ARTICLES))
        return [TextInput(item["title"], item["description"] or "") for item in items]


def rates(analyzer: TextAnalyzer, docs: list[TextInput]) -> tuple[float, float]:
    """Articles a second with every signal and only embedded, in turns: a shared machine's speed drifts."""
    analyzer.analyze(docs[:BATCH])
    whole = alone = 0.0
    for start in range(0, len(docs), BATCH):
        batch = docs[start : start + BATCH]
        texts = [embedded_text(doc.title, doc.text) for doc in batch]
        whole += seconds(partial(analyzer.analyze, batch))
        alone += seconds(partial(analyzer.embedder.encode, texts))
    return len(docs) / whole, len(docs) / alone


def seconds(work: Callable[[], object]) -> float:
    """Processor time of one piece of work."""
    started = time.process_time()
    work()
    return time.process_time() - started


def memory_mb() -> float:
    """The most memory this process held; the system counts it in kB, macOS in bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)


if __name__ == "__main__":
    run(data_folder())
