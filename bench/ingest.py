"""Ingest: articles a second, end to end, and memory, over the two 2020 corpora."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bench import _corpus

NAME = "Ingest: the 2020 corpora, every signal and index in place"


def run(data: Path) -> dict[str, float]:
    """Rates and memory of the imports that made the benchmark database; every row accounted for."""
    figures: dict[str, float] = {}
    for lang, made in asyncio.run(_corpus.prepare(data)).items():
        rate = made.rows / made.seconds
        print(
            f"  {lang}: {made.rows:,} rows in {made.seconds:,.0f} s = {rate:,.0f}/s, {made.peak_mb:,.0f} MB"
        )
        for outcome, count in sorted(made.outcomes.items(), key=lambda item: -item[1]):
            print(f"      {outcome:<24}{count:>8,}")
        figures[f"{lang}_accounted"] = sum(made.outcomes.values()) / made.rows
        figures[f"{lang}_rows_per_second"] = rate
        figures[f"{lang}_peak_mb"] = made.peak_mb
    return figures


if __name__ == "__main__":
    from bench.__main__ import data_folder

    print(run(data_folder()))
