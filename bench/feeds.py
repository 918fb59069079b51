"""Feeds and pages of others: what is read of 2,140 odd feeds and 1,000 broken ones, and of 219 pages.

Every document goes through the sandbox, as it does in the product. `feedparser` reads the same feeds beside
it, alone and with what it takes to make its answer the same plain text; `trafilatura` is measured with the
options used here and with its own defaults, beside the whole text of the page, by its authors' method:
segments that belong to the article and segments that do not, found or not found in the text.
"""

from __future__ import annotations

import ast
import io
import json
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import feedparser
import trafilatura
from rich.console import Console
from rich.table import Table

from bench.__main__ import data_folder
from tidings.ingest.clean import plain_line, plain_text
from tidings.ingest.extract import NotExtracted
from tidings.ingest.items import RawFeed, RawItem
from tidings.ingest.opml import read_opml
from tidings.ingest.parse import NotParsed, parse_feed
from tidings.ingest.sandbox import Sandbox

NAME = "feeds: what is read, and what survives"
MUTATIONS = 1_000
SEED = 20_200_520
HANG_SECONDS = 2.0

# Code that a browser would run. "JavaScript: The Good Parts" is a headline; an address has no space there.
ACTIVE = re.compile(
    r"<script|javascript:\S|<[^<>]*\son[a-z]+\s*=|\bon(?:error|load|click|focus|mouse\w+|key\w+)\s*=",
    re.IGNORECASE,
)
_EXPECTED = re.compile(
    rb"^Expect:\s+(?:not bozo and )?entries\[0\]\['(title|link|summary|description)'\] == "
    rb"(u?'[^'\n]*'|u?\"[^\"\n]*\")\s*$",
    re.MULTILINE,
)
_TEXT_FIELDS = ("title", "summary", "body", "source", "guid", "lang", "author")
_SNIPPETS = (
    b"<script>alert(1)</script>", b"<![CDATA[", b"]]>", b"<!--", b"&#0;", b"&lol9;", b"\x00", b"\xff\xfe",
    b"\xd0", b"<item>", b"</item>", b"<title>", b"</channel>", b'<img src=x onerror="alert(1)">',
    b"&lt;script&gt;", b"'\"><", b'<!DOCTYPE a [<!ENTITY b "c">]>',
    b'<?xml version="1.0" encoding="utf-16"?>', b"<div>" * 2000, b" a='b'" * 3000, b"javascript:alert(1)",
    b"<a href='javascript:alert(1)'>x</a>", b"(" * 5000, b"&amp;" * 5000,
)  # fmt: skip


@dataclass
class Survey:
    """What became of a set of documents."""

    documents: int = 0
    crashed: list[str] = field(default_factory=list)
    slow: list[str] = field(default_factory=list)
    active: list[str] = field(default_factory=list)
    slowest: float = 0.0
    slowest_name: str = ""
    outcomes: Counter[str] = field(default_factory=Counter)

    def add(self, name: str, seconds: float, result: RawFeed | NotParsed) -> None:
        self.documents += 1
        if seconds > self.slowest:
            self.slowest, self.slowest_name = seconds, name
        if seconds > HANG_SECONDS:
            self.slow.append(name)
        if isinstance(result, NotParsed):
            self.outcomes[result.reason] += 1
            if result.reason == "crashed":
                self.crashed.append(name)
            return
        self.outcomes["read"] += 1
        if active_parts(result):
            self.active.append(name)

    def share_without(self, bad: Sequence[str]) -> float:
        return 1 - len(bad) / self.documents


def feed_files(data: Path) -> list[Path]:
    """Every feed of the evaluation data, in order of path."""
    return sorted(path for path in (data / "feeds").rglob("*.*") if path.is_file())


def mutants(files: Sequence[Path], count: int = MUTATIONS, seed: int = SEED) -> Iterator[tuple[str, bytes]]:
    """Feeds damaged in one to four ways each, the same ones every time."""
    chance = random.Random(seed)
    pool = [(path.name, path.read_bytes()) for path in files if path.stat().st_size < 300_000]
    for number in range(count):
        name, document = chance.choice(pool)
        for _ in range(chance.randint(1, 4)):
            _, other = chance.choice(pool)
            document = chance.choice(_DAMAGES)(document, chance, other)
        yield f"{number}:{name}", document


def _flipped(document: bytes, chance: random.Random, __: bytes) -> bytes:
    damaged = bytearray(document)
    for _ in range(chance.randint(1, 30)):
        if damaged:
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
    return bytes(damaged)


def _cut(document: bytes, chance: random.Random, _: bytes) -> bytes:
    start = chance.randrange(len(document) + 1)
    return document[:start] + document[start + chance.randint(1, 400) :]


def _truncated(document: bytes, chance: random.Random, _: bytes) -> bytes:
    return document[: chance.randrange(len(document) + 1)]


def _repeated(document: bytes, chance: random.Random, _: bytes) -> bytes:
    start = chance.randrange(len(document) + 1)
    piece = document[start : start + chance.randint(1, 200)]
    return document[:start] + piece * chance.randint(2, 2000) + document[start:]


def _injected(document: bytes, chance: random.Random, _: bytes) -> bytes:
    start = chance.randrange(len(document) + 1)
    return document[:start] + chance.choice(_SNIPPETS) + document[start:]


def _spliced(document: bytes, chance: random.Random, other: bytes) -> bytes:
    start = chance.randrange(len(other) + 1)
    return document[: chance.randrange(len(document) + 1)] + other[start:]


_DAMAGES: tuple[Callable[[bytes, random.Random, bytes], bytes], ...] = (
    _flipped, _cut, _truncated, _repeated, _injected, _injected, _spliced,
)  # fmt: skip


def survey(documents: Iterable[tuple[str, bytes]]) -> Survey:
    """Reads every document in the sandbox and notes what became of it."""
    found = Survey()
    with Sandbox() as sandbox:
        sandbox.parse_feed(b"<rss/>")  # The child's start is no document's time.
        for name, document in documents:
            started = time.perf_counter()
            result = sandbox.parse_feed(document, "https://outlet.com/feed")
            found.add(name, time.perf_counter() - started, result)
    return found


def active_parts(feed: RawFeed) -> list[str]:
    """Whatever of a feed a browser might run."""
    texts = [feed.title, feed.link, *(text for item in feed.items for text in _texts(item))]
    addresses = [address for item in feed.items for address in (item.url, feed.link)]
    return [
        *(text for text in texts if ACTIVE.search(text)),
        *(address for address in addresses if address and not address.startswith(("http://", "https://"))),
    ]


def _texts(item: RawItem) -> list[str]:
    return [item.url, *(getattr(item, name) for name in _TEXT_FIELDS)]


def titled_share(files: Sequence[Path]) -> float:
    """Of the feeds in which feedparser finds a title that says something, the share in which Tidings does."""
    theirs = ours = 0
    for path in files:
        document = path.read_bytes()
        entries = feedparser.parse(io.BytesIO(document)).entries
        if not any(plain_line(entry.get("title") or "") for entry in entries):
            continue
        theirs += 1
        feed = parse_feed(document, "https://outlet.com/feed")
        ours += isinstance(feed, RawFeed) and any(item.title for item in feed.items)
    return ours / theirs


def expected_share(files: Sequence[Path]) -> float:
    """Of the files that say what the first entry's title, link or text is, the share read so, made plain."""
    asked = met = 0
    for path in files:
        document = path.read_bytes()
        stated = _EXPECTED.search(document)
        if stated is None:
            continue
        name = stated[1].decode()
        value = str(ast.literal_eval(stated[2].decode("utf-8", errors="replace")))
        wanted = plain_line(value) if name != "link" else value
        feed = parse_feed(document, "https://outlet.com/feed")
        if _says_nothing(feed) or not wanted or (name == "link" and not wanted.startswith("http")):
            continue  # The title is all markup, the link no web address, or the item neither titled nor told.
        asked += 1
        met += wanted in _first_item(feed, name)
    return met / asked


def _says_nothing(feed: RawFeed | NotParsed) -> bool:
    """Whether the feed's items have no text at all."""
    return isinstance(feed, RawFeed) and feed.dropped > 0 and not feed.items


def _first_item(feed: RawFeed | NotParsed, name: str) -> list[str]:
    if isinstance(feed, NotParsed) or not feed.items:
        return []
    item = feed.items[0]
    return {"title": [item.title, plain_text(item.title)], "link": [item.url]}.get(
        name, [item.summary, item.body]
    )


def speeds(files: Sequence[Path]) -> dict[str, float]:
    """Megabytes a second of real feeds, by reader; the best of three rounds each."""
    documents = [path.read_bytes() for path in files]
    size = sum(map(len, documents)) / 1e6
    readers: dict[str, Callable[[bytes], object]] = {
        "tidings": parse_feed,
        "feedparser": lambda document: feedparser.parse(io.BytesIO(document)),
        "feedparser, made plain": _feedparser_made_plain,
    }
    return {name: size / min(_timed(read, documents) for _ in range(3)) for name, read in readers.items()}


def _feedparser_made_plain(document: bytes) -> list[tuple[str, str, str]]:
    """What a reader built on feedparser does: keep title, teaser and text without markup."""
    return [
        (
            plain_line(entry.get("title") or ""),
            plain_text(entry.get("summary") or ""),
            plain_text(" ".join(part.get("value") or "" for part in entry.get("content") or ())),
        )
        for entry in feedparser.parse(io.BytesIO(document)).entries
    ]


def _timed(read: Callable[[bytes], object], documents: Sequence[bytes]) -> float:
    started = time.perf_counter()
    for document in documents:
        read(document)
    return time.perf_counter() - started


@dataclass(frozen=True)
class Page:
    """A page with segments that belong to its article, and segments that do not."""

    url: str
    document: bytes
    wanted: Sequence[str]
    unwanted: Sequence[str]


def pages(data: Path) -> list[Page]:
    folder = data / "html" / "trafilatura"
    gold = json.loads((folder / "evaldata_subset.json").read_text("utf-8"))
    return [
        Page(url, (folder / "html" / page["file"]).read_bytes(), page["with"], page["without"])
        for url, page in gold.items()
    ]


def segment_f1(texts: Iterable[str], judged: Sequence[Page]) -> float:
    """F1 of segments, over all pages at once; line breaks do not count."""
    hits = misses = mistakes = 0
    for text, page in zip(texts, judged, strict=True):
        flat = " ".join(text.split())
        found = sum(" ".join(segment.split()) in flat for segment in page.wanted)
        hits, misses = hits + found, misses + len(page.wanted) - found
        mistakes += sum(" ".join(segment.split()) in flat for segment in page.unwanted)
    return 2 * hits / (2 * hits + misses + mistakes)


def extracted(judged: Sequence[Page]) -> tuple[list[str], list[float]]:
    """Each page's text as the product reads it, and the seconds it took."""
    texts, seconds = [], []
    with Sandbox() as sandbox:
        sandbox.extract_text(b"<p>")
        for page in judged:
            started = time.perf_counter()
            text = sandbox.extract_text(page.document, page.url)
            seconds.append(time.perf_counter() - started)
            texts.append("" if isinstance(text, NotExtracted) else text)
    return texts, seconds


def run(data: Path) -> dict[str, float]:
    """Measures everything and prints it beside the peers."""
    console = Console()
    files = feed_files(data)
    whole = survey((path.name, path.read_bytes()) for path in files)
    broken = survey(mutants(files))
    _show_surveys(console, whole, broken)
    rates = speeds([path for path in files if path.parent.name in {"captured", "ru"}])
    figures = {
        "files_survived": whole.share_without(whole.crashed),
        "mutants_survived": broken.share_without(broken.crashed),
        "files_within_2s": whole.share_without(whole.slow),
        "mutants_within_2s": broken.share_without(broken.slow),
        "files_inactive": whole.share_without(whole.active),
        "mutants_inactive": broken.share_without(broken.active),
        "titled_where_feedparser_is": titled_share(files),
        "expectations_met": expected_share(files),
        "speed_over_feedparser": rates["tidings"] / rates["feedparser"],
        "speed_over_feedparser_made_plain": rates["tidings"] / rates["feedparser, made plain"],
        "slowest_file_ms": max(whole.slowest, broken.slowest) * 1000,
        "opml_addresses": float(_opml_addresses(data)),
        **_page_figures(console, data),
    }
    table = Table("reader", "MB/s", box=None, title="Speed on captured feeds", title_justify="left")
    for name, rate in rates.items():
        table.add_row(name, f"{rate:.1f}")
    console.print(table)
    return figures


def _show_surveys(console: Console, whole: Survey, broken: Survey) -> None:
    table = Table("", "documents", "crashed", "over 2 s", "active", "slowest", "outcomes", box=None)
    for name, found in (("files", whole), ("mutants", broken)):
        counts = (str(len(bad)) for bad in (found.crashed, found.slow, found.active))
        slowest = f"{found.slowest:.2f} s ({found.slowest_name})"
        outcomes = ", ".join(f"{reason} {count}" for reason, count in found.outcomes.most_common())
        table.add_row(name, str(found.documents), *counts, slowest, outcomes)
    console.print(table)


def _page_figures(console: Console, data: Path) -> dict[str, float]:
    judged = pages(data)
    texts, seconds = extracted(judged)
    defaults = [trafilatura.extract(page.document, include_comments=False) or "" for page in judged]
    everything = [plain_text(page.document.decode("utf-8", errors="replace")) for page in judged]
    scores = {
        "tidings": segment_f1(texts, judged),
        "trafilatura, its defaults": segment_f1(defaults, judged),
        "the whole page": segment_f1(everything, judged),
    }
    table = Table("text of", "F1", box=None, title=f"Text of {len(judged)} pages", title_justify="left")
    for name, score in scores.items():
        table.add_row(name, f"{score:.3f}")
    console.print(table)
    ordered = sorted(seconds)
    return {
        "page_f1": scores["tidings"],
        "page_f1_over_whole_page": scores["tidings"] / scores["the whole page"],
        "page_p50_ms": ordered[len(ordered) // 2] * 1000,
        "page_slowest_ms": ordered[-1] * 1000,
    }


def _opml_addresses(data: Path) -> int:
    """Different feed addresses in all the lists."""
    lists = sorted((data / "opml").rglob("*.opml"))
    return len({feed.url for path in lists for feed in read_opml(path).feeds})


if __name__ == "__main__":
    for metric, figure in run(data_folder()).items():
        print(f"{metric:36} {figure:.4f}")
