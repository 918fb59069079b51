"""Headlines read without proof's code, and the claims made of them, on an invented corpus."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from bench._corpus import FILES
from bench._headlines import HALVES, Capitals, Report, figures, is_covered, numbers, repeats, reports
from bench._pairs import KINDS, Pair, pairs

TOLD = (
    (
        "Varn Bank shuts 12 branches in northern towns",
        "Varn Bank has shut 12 branches in northern towns, it said.",
    ),
    ("Odell mayor opens new harbour bridge", "The mayor of Odell has opened a new bridge over the harbour."),
    (
        "Tarn council raises parking fees by 30 percent",
        "Parking fees rise by 30 percent, the Tarn council decided.",
    ),
    (
        "Lind Motors recalls 450 electric lorries",
        "Lind Motors is recalling 450 electric lorries over brake faults.",
    ),
    (
        "Rusk Airlines adds evening flights to islands",
        "Rusk Airlines adds flights in the evening to the islands.",
    ),
    (
        "Holm museum shuts northern wing for repairs",
        "The Holm museum has shut its northern wing for long repairs.",
    ),
)
DAYS = ("2031-05-01", "2031-05-08", "2031-05-15", "2031-05-22")


def row(day: str, place: int) -> dict[str, str]:
    title, teaser = TOLD[place]
    teaser += " The news was given on a street in the old town near the station by people of the firm."
    return {
        "title": title,
        "description": teaser,
        "source": f"Post {place}",
        "url": f"https://{place}.example/{day}",
        "published_at": f"{day}T08:00:00Z",
    }


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    file = tmp_path / FILES["en"]
    file.parent.mkdir(parents=True)
    rows = [row(day, place) for day in DAYS for place in range(len(TOLD))]
    with gzip.open(file, "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(one) + "\n" for one in rows)
    return tmp_path


def drawn(corpus: Path, seed: int = 0) -> list[Pair]:
    return list(pairs(corpus, "en", "measured", 6, seed))


def test_halves_share_no_day(corpus: Path) -> None:
    earlier, later = (
        {report.published_at.date() for report in reports(corpus, "en", half)} for half in HALVES
    )
    assert earlier
    assert later
    assert earlier.isdisjoint(later)


def test_a_seed_draws_the_same_pairs_and_another_seed_others(corpus: Path) -> None:
    assert drawn(corpus) == drawn(corpus)
    assert drawn(corpus) != drawn(corpus, seed=1)


def test_every_set_is_drawn_and_each_pair_is_what_its_kind_says(corpus: Path) -> None:
    found = drawn(corpus)
    assert {"own", "own_name", "teaser", "teaser_name", "sister"} <= {pair.kind for pair in found}
    assert all(pair.is_true is KINDS[pair.kind] for pair in found)


def test_a_teaser_stands_without_its_headline(corpus: Path) -> None:
    for pair in drawn(corpus):
        (article,) = pair.articles
        assert bool(article.title) is pair.kind.startswith("own")
        assert article.text.startswith(article.title)


def test_a_name_or_number_put_in_is_not_the_articles(corpus: Path) -> None:
    altered = [pair for pair in drawn(corpus) if pair.kind.endswith(("_name", "_number"))]
    assert altered
    for pair in altered:
        words = set(pair.articles[0].text.replace(".", " ").replace(",", " ").split())
        assert not set(pair.text.replace(".", " ").split()) <= words


def report(title: str, teaser: str) -> Report:
    return Report(1, title, teaser, "Post", "https://post.example", "en", datetime(2031, 5, 1, tzinfo=UTC))


def test_a_capital_names_where_running_text_mostly_has_it() -> None:
    running = [
        report("-", "It was Varn again. She saw Varn and Varn and Varn. A bridge, the bridge, bridge.")
    ]
    capitals = Capitals(running, "en")
    named = capitals.names("Old Bridge Near Varn Is Shut")
    assert [[word.text for word in name] for name in named] == [["Varn"]]


def test_words_meet_by_their_first_letters_and_short_ones_whole() -> None:
    assert is_covered("закрыли", {"закрыт"})
    assert is_covered("closing", {"closed"})
    assert not is_covered("bank", {"banks"})
    assert not is_covered("2031", {"20311"})


def test_numbers_that_are_part_of_something_else_are_left_alone() -> None:
    text = "Odell-19, 4:2, 12 of 1,500 at 3.5 percent, T34"
    assert [number.text for number in numbers(text)] == ["12", "1,500", "3.5"]
    assert {"1500", "19"} <= figures(text)


def test_a_teaser_that_says_its_headline_again_is_told() -> None:
    title = "Odell mayor opens new harbour bridge"
    assert repeats("Odell mayor opens new harbour bridge: it was raining.", title)
    assert repeats("Read more about Odell mayor opens new harbour bridge here", title)
    assert not repeats("The mayor of Odell opened a bridge.", title)
