"""What the parser promises of feeds nobody here wrote: all of the evaluation data, and 1,000 broken ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench.__main__ import data_folder
from bench.feeds import expected_share, feed_files, mutants, pages, segment_f1, survey, titled_share

from tidings.ingest.extract import extract_text

pytestmark = [
    pytest.mark.skipif(
        not (data_folder() / "feeds").is_dir(), reason="no evaluation data; set TIDINGS_EVAL_DATA"
    ),
    pytest.mark.untraced,  # thousands of files
]


@pytest.fixture(scope="module")
def files() -> list[Path]:
    return feed_files(data_folder())


def test_every_feed_is_read_or_refused_in_time_with_nothing_that_runs(files: list[Path]) -> None:
    found = survey((path.name, path.read_bytes()) for path in files)
    assert found.documents >= 2107
    assert (found.crashed, found.slow, found.active) == ([], [], [])


def test_a_thousand_broken_feeds_are_read_or_refused_alike(
    files: list[Path],
) -> None:
    found = survey(mutants(files))
    assert found.documents == 1000
    assert (found.crashed, found.slow, found.active) == ([], [], [])
    assert found.outcomes["read"] > 300


def test_titles_are_found_wherever_feedparser_finds_one(files: list[Path]) -> None:
    assert titled_share(files) == 1.0


def test_titles_links_and_texts_are_what_the_files_say_they_are(files: list[Path]) -> None:
    assert expected_share(files) >= 0.98


def test_the_text_of_pages_is_found(files: list[Path]) -> None:
    judged = pages(data_folder())
    texts = [extract_text(page.document, page.url) for page in judged]
    assert segment_f1([text if isinstance(text, str) else "" for text in texts], judged) >= 0.91
