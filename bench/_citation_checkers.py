"""Two citation checkers behind a pipe, for a Python that has them: claims and sources in, verdicts out.

`python bench/_citation_checkers.py` reads a JSON list of `[claim, source]`, and writes the verdicts and the
milliseconds a claim of each checker. Nothing is fetched and no model is loaded: citesure runs its own
pipeline without its third tier, over a local page, with the source as the excerpt; a verdict counts as passed
when it is `supported`. The other is asked whether the answer "claim [1]" is right, at its default threshold.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

Claims = Sequence[tuple[str, str]]
# Long enough to be a page; what it says is not looked at where a citation has an excerpt.
PAGE = f"<html><body><article><p>{'This page stands for an article. ' * 12}</p></article></body></html>"


def by_citesure(claims: Claims) -> list[bool]:
    """Tiers 1 and 2, as installed by default: is the page there, and are the claim's words in it."""
    citesure, overlap = import_module("citesure"), import_module("citesure.overlap")
    with TemporaryDirectory() as folder:
        page = Path(folder, "page.html")
        page.write_text(PAGE, encoding="utf-8")
        cited = [
            citesure.Citation(str(number), str(page), claim, excerpt=source)
            for number, (claim, source) in enumerate(claims)
        ]
        report = asyncio.run(overlap.verify_citations(cited, use_nli=False, allow_any_local=True))
    return [verdict.status is citesure.Status.SUPPORTED for verdict in report.verdicts]


def by_citation_integrity_check(claims: Claims) -> list[bool]:
    """Each claim is an answer of one sentence that cites one source."""
    verify = import_module("citation_integrity_check").verify
    return [
        bool(verify(f"{claim.rstrip('.')} [1].", [{"id": "1", "text": source}]).ok)
        for claim, source in claims
    ]


CHECKERS: dict[str, Callable[[Claims], list[bool]]] = {
    "citesure": by_citesure,
    "citation-integrity-check": by_citation_integrity_check,
}


def main() -> None:
    claims = [(claim, source) for claim, source in json.load(sys.stdin)]
    found: dict[str, Any] = {}
    for name, check in CHECKERS.items():
        check(claims[:1])  # what is loaded at the first use is not counted
        start = time.perf_counter()
        passed = check(claims)
        found[name] = {"passed": passed, "ms": 1000 * (time.perf_counter() - start) / len(claims)}
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
