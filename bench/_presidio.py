"""Presidio's pattern recognisers behind a pipe, for a Python that has presidio-analyzer: texts in, finds out.

`python bench/_presidio.py`. Recognisers alone, without a language model: those that find our kinds by pattern
and check digits. A line of JSON is a list of texts; its answer has the seconds and [kind, start, end] lists.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

KINDS = {
    "CREDIT_CARD": "card",
    "EMAIL_ADDRESS": "email",
    "PHONE_NUMBER": "phone",
    "US_SSN": "ssn",
    "IBAN_CODE": "iban",
}
# What Presidio itself keeps by default where nothing is said, and the usual choice in its documentation.
LEAST_SCORE = 0.35


def recognizers() -> list[Any]:
    """Presidio's own for these kinds, as they come."""
    from presidio_analyzer.predefined_recognizers import (  # type: ignore[import-not-found]
        CreditCardRecognizer,
        EmailRecognizer,
        IbanRecognizer,
        PhoneRecognizer,
        UsSsnRecognizer,
    )

    return [
        CreditCardRecognizer(),
        EmailRecognizer(),
        PhoneRecognizer(),
        UsSsnRecognizer(),
        IbanRecognizer(),
    ]


def findings(text: str, known: list[Any]) -> list[tuple[str, int, int]]:
    """What the recognisers are sure enough of; of two of one kind that overlap the surer."""
    found = [
        result
        for recognizer in known
        for result in recognizer.analyze(text, recognizer.supported_entities, None) or ()
        if result.score >= LEAST_SCORE
    ]
    found.sort(key=lambda result: -result.score)
    kept: list[Any] = []
    for result in found:
        if not any(result.start < other.end and other.start < result.end for other in kept):
            kept.append(result)
    return [(KINDS[result.entity_type], result.start, result.end) for result in kept]


def main() -> None:
    """Serve until standard input ends."""
    known = recognizers()
    for line in sys.stdin:
        texts = json.loads(line)
        started = time.perf_counter()
        found = [findings(text, known) for text in texts]
        print(json.dumps({"seconds": time.perf_counter() - started, "found": found}), flush=True)


if __name__ == "__main__":
    main()
