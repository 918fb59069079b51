"""What topics and stories may be called, on invented articles."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tidings.policy.reasons import Reason
from tidings.proving.names import Naming, is_borne_out, is_title, other_names, refusals
from tidings.store.articles import StoredArticle


def article(number: int, title: str, body: str = "", lang: str = "en") -> StoredArticle:
    return StoredArticle(
        id=number,
        url=None,
        title=title,
        text=f"{title}\n\n{body}",
        source="North Post",
        lang=lang,
        published_at=datetime(2031, 5, 30, tzinfo=UTC),
        revision=1,
    )


BRIDGE = article(1, "Tarn bridge closes after cracks are found", "Engineers from Odell closed the bridge.")
QUEUES = article(
    2, "Drivers queue for hours at the closed Tarn bridge", "Mayor Lena Hask asked for patience."
)
RUSSIAN = article(3, "Тарнский мост закрыт из-за трещин", "Инженеры закрыли мост.", lang="ru")
TEXTS = {item.id: item for item in (BRIDGE, QUEUES, RUSSIAN)}


@pytest.mark.parametrize(
    "label",
    [
        "Tarn bridge closes after cracks are found",
        "Tarn bridge closes after…",
        "Lena Hask: Tarn bridge closes after cracks are found",
        "Odell: Drivers queue for hours…",
    ],
)
def test_a_title_names_what_its_articles_tell(label: str) -> None:
    assert is_title(label, [BRIDGE, QUEUES])


@pytest.mark.parametrize(
    "label",
    [
        "Tarn bridge closes",  # a title's beginning may say something else than the whole
        "Greta Lind: Tarn bridge closes after cracks are found",
        "Tarn bridge opens after cracks are found",
        "",
    ],
)
def test_what_only_resembles_a_title_is_none(label: str) -> None:
    assert not is_title(label, [BRIDGE, QUEUES])


@pytest.mark.parametrize(
    ("label", "holds"),
    [
        ("Tarn bridge closed", True),
        ("Tarn bridge opened", False),
        ("Odell bridge closed by Greta Lind", False),
        ("Seven cracks in Tarn bridge", False),
    ],
)
def test_a_label_of_other_words_is_held_to_the_articles(label: str, holds: bool) -> None:
    assert is_borne_out(label, [BRIDGE, QUEUES], "en") is holds


def test_a_label_may_be_in_the_language_of_its_articles() -> None:
    assert is_borne_out(RUSSIAN.title, [RUSSIAN], "en")
    assert is_borne_out(BRIDGE.title, [BRIDGE], "ru")


def test_a_label_without_articles_holds_for_nothing() -> None:
    assert not is_borne_out("Tarn bridge closed", [], "en")


def test_a_title_takes_the_place_of_a_label_that_does_not_hold() -> None:
    wrong = Naming("Greta Lind resigns", (1, 2))
    assert other_names([wrong], ["Greta Lind resigns"], TEXTS, "en") == {wrong: BRIDGE.title}


def test_two_topics_are_not_called_the_same() -> None:
    wrong = [Naming("Greta Lind resigns", (1, 2)), Naming("Greta Lind returns", (1, 2))]
    found = other_names(wrong, [item.label for item in wrong], TEXTS, "en")
    assert list(found.values()) == [BRIDGE.title, QUEUES.title]
    taken = other_names(wrong[:1], [wrong[0].label, BRIDGE.title, QUEUES.title], TEXTS, "en")
    assert taken == {wrong[0]: None}


def test_a_label_that_holds_is_left_as_it_is() -> None:
    assert other_names([Naming("Tarn bridge closed", (1, 2))], [], TEXTS, "en") == {}


def test_the_title_of_an_article_that_is_kept_out_is_no_name_however_well_others_bear_it_out() -> None:
    kept_out = {BRIDGE.id: BRIDGE}
    others = {key: item for key, item in TEXTS.items() if key not in kept_out}
    title, cut_title, own = (
        Naming(BRIDGE.title, (1, 2)),
        Naming("Tarn bridge closes after…", (1, 2)),
        Naming("Tarn bridge closed", (1, 2)),
    )
    found = other_names([title, cut_title, own], [], others, "en", kept_out)
    assert found == {title: QUEUES.title, cut_title: None}
    assert [item.reason for item in refusals(found, kept_out)] == [Reason.ADDRESS_REFUSED] * 2
    assert [item.reason for item in refusals([own], kept_out)] == [Reason.LABEL_UNPROVED]


def test_only_the_first_article_s_own_title_needs_no_reading_of_the_others() -> None:
    assert Naming(BRIDGE.title, (1, 2)).holds_at_once(TEXTS)
    assert not Naming(QUEUES.title, (1, 2)).holds_at_once(TEXTS)
    assert not Naming(BRIDGE.title, (9,)).holds_at_once(TEXTS)
    assert not Naming(BRIDGE.title, ()).holds_at_once(TEXTS)
