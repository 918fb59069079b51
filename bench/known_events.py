"""Known events: does `trends 24h`, as of the end of a day, show what happened that day?

An event counts as found when a topic, momentum or emerging entry of the answer (its label, its terms) or
the title of an article the answer gives as evidence contains one of the event's stems.
"""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

from bench import _corpus
from tidings.engine import Engine
from tidings.orchestrator import execute_trends
from tidings.schemas import Answer, TrendsResult
from tidings.windows import parse_moment

NAME = "Known events: 33 dated events in the trends of their day"
# Leader clustering of the same day, ranked by number of outlets; from the data's own notes.
PEER = {"first 8 clusters by size": 14, "first 20 clusters by size": 21}


def shown(answer: Answer) -> list[str]:
    """Everything an answer shows of topics, padded so that a stem with a space can match at the end."""
    result = answer.result
    if not isinstance(result, TrendsResult):
        raise TypeError("a trends answer holds a trends result")
    texts = [entry.label for entry in result.topics] + [entry.label for entry in result.emerging]
    texts += [term for entry in result.topics for term in entry.terms]
    texts += [term for entry in result.emerging for term in entry.terms]
    texts += [entry.topic for entry in result.momentum]
    texts += [item.title for item in answer.evidence]
    return [f" {text.casefold()} " for text in texts]


async def _measure(data: Path) -> list[tuple[str, dict[str, Any], str | None]]:
    await _corpus.prepare(data)
    events = json.loads((data / "news/known_events.json").read_text())
    found = []
    async with Engine.open(_corpus.settings()) as engine:
        for lang in ("en", "ru"):
            for event in events[lang]:
                as_of = parse_moment(f"{event['date']}T23:59:59Z")
                answer = await execute_trends(window="24h", lang=lang, as_of=as_of, engine=engine)
                texts = shown(answer)
                hit = next((text for text in texts if any(stem in text for stem in event["any"])), None)
                found.append((lang, event, hit))
    return found


def run(data: Path) -> dict[str, float]:
    """Events found, in all and by language."""
    found = asyncio.run(_measure(data))
    for lang, event, hit in found:
        mark, by = ("found ", f"  <- {hit.strip()}") if hit else ("MISSED", "")
        print(f"  {mark} {lang} {event['date']} {event['event']}{by}")
    for peer, count in PEER.items():
        print(f"  peer: {peer}: {count} of {len(found)}")
    hits = [lang for lang, _, hit in found if hit]
    return {
        "found": float(len(hits)),
        "found_en": float(hits.count("en")),
        "found_ru": float(hits.count("ru")),
    }


if __name__ == "__main__":
    from bench.__main__ import data_folder

    print(run(data_folder()))
