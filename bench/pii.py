"""Personal data: found where it stands, on a public set and our own, and false alarms on news."""

from __future__ import annotations

import gzip
import json
import os
import random
import subprocess
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench._corpus import FILES
from bench._pii_set import Written, sentences
from bench._shares import Share
from tidings.policy.personal import pii

NAME = "pii: personal data found and false alarms, with intervals of 95 %"
# The set's names for what is in our remit; its persons, places, dates and addresses of houses are not.
KINDS = {
    "CREDIT_CARD": "card",
    "PHONE_NUMBER": "phone",
    "EMAIL_ADDRESS": "email",
    "US_SSN": "ssn",
    "IBAN_CODE": "iban",
}
ARTICLES, SEED = 10_000, 20200530
# A Python that has presidio-analyzer, which is not one of this project's dependencies: it brings spaCy.
PRESIDIO_PYTHON = "TIDINGS_BENCH_PRESIDIO"
_PRESIDIO = Path(__file__).with_name("_presidio.py")

Place = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Marked:
    """A text with what people marked in it, as far as it is in our remit."""

    text: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in each text, and how long that took."""

    places: Sequence[Sequence[Place]]
    seconds: float


def run(data: Path) -> dict[str, float]:
    """Shares found and right, on the public set, beside Presidio; on our own sentences; alarms on news."""
    console = Console()
    marked = read_marked(data / "pii" / "generated_large.jsonl.gz")
    ours, theirs = find_all([item.text for item in marked]), presidio([item.text for item in marked])
    figures = report(marked, {"Tidings": ours} | ({"Presidio": theirs} if theirs else {}), console)
    if theirs is None:
        console.print(f"Presidio was not measured: {PRESIDIO_PYTHON} names no Python that has it.")
    else:
        figures |= ratios(marked, ours, theirs)
    for name in ("pii", "pii_kept"):
        figures |= report_written(name, list(sentences(name)), console)
    return figures | report_alarms(data, console)


def read_marked(path: Path) -> list[Marked]:
    """The public set."""
    with gzip.open(path, "rt", encoding="utf-8") as rows:
        return [_marked(json.loads(row)) for row in rows]


def _marked(row: Mapping[str, object]) -> Marked:
    spans = row["spans"]
    assert isinstance(spans, list)
    known = (span for span in spans if span["type"] in KINDS)
    places = tuple((KINDS[span["type"]], span["start"], span["end"]) for span in known)
    return Marked(str(row["text"]), places)


def find_all(texts: Sequence[str]) -> Found:
    """Everything Tidings finds."""
    pii.find.cache_clear()
    started = time.perf_counter()
    found = [[(one.kind.value, one.start, one.end) for one in pii.find(text)] for text in texts]
    return Found(found, time.perf_counter() - started)


def presidio(texts: Sequence[str]) -> Found | None:
    """What Presidio's recognisers find, in their own process; None where no Python is named that has them."""
    python = os.environ.get(PRESIDIO_PYTHON)
    if not python:
        return None
    line = json.dumps(texts)
    done = subprocess.run([python, str(_PRESIDIO)], input=line, capture_output=True, text=True, check=True)
    answer = json.loads(done.stdout)
    return Found(
        [[(kind, start, end) for kind, start, end in found] for found in answer["found"]], answer["seconds"]
    )


def recall(marked: Iterable[Marked], found: Found, kind: str | None = None) -> Share:
    """Of the marked places those of which every letter and digit is found, as that kind."""
    pairs = zip(marked, found.places, strict=True)
    return Share.among(
        _is_covered(item.text, place, [other for other in places if other[0] == place[0]])
        for item, places in pairs
        for place in item.places
        if kind in {None, place[0]}
    )


def precision(marked: Iterable[Marked], found: Found, kind: str | None = None) -> Share:
    """Of the found places those that have at least half of their characters in marked ones of their kind."""
    pairs = zip(marked, found.places, strict=True)
    return Share.among(
        2 * sum(_shared(place, other) for other in item.places) >= place[2] - place[1]
        for item, places in pairs
        for place in places
        if kind in {None, place[0]}
    )


def _shared(one: Place, other: Place) -> int:
    """How many characters two places of one kind have in common."""
    if one[0] != other[0]:
        return 0
    return max(0, min(one[2], other[2]) - max(one[1], other[1]))


def _is_covered(text: str, place: Place, found: Iterable[Place]) -> bool:
    hidden = pii.hidden(text, ((start, end) for _, start, end in found))
    return not any(map(str.isalnum, hidden[place[1] : place[2]]))


def report(marked: Sequence[Marked], found: Mapping[str, Found], console: Console) -> dict[str, float]:
    """The public set by kind; figures of ours."""
    grid = Table("kind", "marked", box=None, title_justify="left", title=f"{len(marked):,} texts, in percent")
    for name in found:
        grid.add_column(f"{name}: found")
        grid.add_column("of its finds right")
    figures: dict[str, float] = {}
    for kind in (*KINDS.values(), None):
        name = kind or "all"
        shares = [(recall(marked, one, kind), precision(marked, one, kind)) for one in found.values()]
        grid.add_row(name, str(shares[0][0].of), *(str(share) for pair in shares for share in pair))
        figures |= {f"{name}_recall": shares[0][0].value, f"{name}_precision": shares[0][1].value}
    console.print(grid)
    for name, one in found.items():
        console.print(f"{name}: {1e6 * one.seconds / len(marked):.0f} µs a text")
    return figures


def ratios(marked: Sequence[Marked], ours: Found, theirs: Found) -> dict[str, float]:
    """Ours over the peer's."""
    return {
        "recall_over_presidio": recall(marked, ours).value / recall(marked, theirs).value,
        "precision_over_presidio": precision(marked, ours).value / precision(marked, theirs).value,
        "speed_over_presidio": theirs.seconds / ours.seconds,
    }


def report_written(name: str, written: Sequence[Written], console: Console) -> dict[str, float]:
    """Our own sentences: what is found plain and disguised by kind, and what is taken that should be left."""
    grid = Table("kind", "plain", "disguised", box=None, title_justify="left", title=f"claims/{name}.toml")
    hidden = [item for item in written if item.kind]
    for kind in dict.fromkeys(item.kind for item in hidden):
        of_kind = [item for item in hidden if item.kind == kind]
        plain = [item for item in of_kind if item.disguise == "plain"]
        disguised = [item for item in of_kind if item.disguise != "plain"]
        grid.add_row(kind, *(str(Share.among(map(_is_hidden, items))) for items in (plain, disguised)))
    console.print(grid)
    alike = [item for item in written if not item.kind]
    taken = Share.among(bool(pii.find(item.text)) for item in alike)
    console.print(f"lookalikes taken: {taken.hits} of {taken.of}")
    return {
        f"{name}_plain": Share.among(_is_hidden(item) for item in hidden if item.disguise == "plain").value,
        f"{name}_disguised": Share.among(
            _is_hidden(item) for item in hidden if item.disguise != "plain"
        ).value,
        f"{name}_lookalikes_left": 1 - taken.value,
    }


def _is_hidden(item: Written) -> bool:
    masked = pii.masked(item.text)
    return not any(char.isalnum() for start, end in item.spans for char in masked[start:end])


def report_alarms(data: Path, console: Console) -> dict[str, float]:
    """Whatever is taken for personal data in news, to be judged by whoever reads it."""
    figures: dict[str, float] = {}
    for lang, name in FILES.items():
        texts = read_news(data / name)
        found = find_all(texts)
        alarmed = Share.among(map(bool, found.places))
        kinds = Counter(kind for places in found.places for kind, _, _ in places)
        console.print(
            f"{lang}: {alarmed.hits} of {alarmed.of:,} articles with a finding ({dict(kinds)}), "
            f"{1e6 * found.seconds / len(texts):.0f} µs a text"
        )
        for text, places in zip(texts, found.places, strict=True):
            for kind, start, end in places:
                console.print(f"  {kind}: {text[max(0, start - 60) : end + 30]!r}", markup=False)
        figures[f"{lang}_articles_without_alarm"] = 1 - alarmed.value
    return figures


def read_news(path: Path) -> list[str]:
    """Titles and teasers of some articles of a corpus, always the same."""
    with gzip.open(path, "rt", encoding="utf-8") as rows:
        chosen = random.Random(SEED).sample(list(rows), ARTICLES)
    items = map(json.loads, chosen)
    return [f"{item['title']}\n\n{item['description'] or ''}" for item in items]
