import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidings.policy import lengths
from tidings.text.cutting import cut

LIMITS = {
    lengths.header: 100,
    lengths.tldr: 220,
    lengths.insight: 180,
    lengths.title: 200,
    lengths.snippet: 240,
}


@pytest.mark.parametrize("fit", LIMITS)
def test_each_text_is_cut_to_its_contract_after_a_word(fit) -> None:
    cut = fit("слово " * 100)
    assert len(cut) <= LIMITS[fit]
    assert cut.endswith("слово…")


@pytest.mark.parametrize("fit", LIMITS)
@given(text=st.text(max_size=400))
def test_nothing_exceeds_its_contract(fit, text: str) -> None:
    assert len(fit(text)) <= LIMITS[fit]


@pytest.mark.parametrize(
    ("whole", "kept"),
    [
        ("The repair will cost 12 million crowns", ("The repair will cost", 21, 27, 35)),
        ("Ремонт обойдётся в 12 млн рублей", ("Ремонт обойдётся в", 21, 25, 30)),
        ("Цены выросли на 3,5 % за год", ("Цены выросли на", 17, 19, 21)),
        ("Мост закроют 8 марта 2031 года", ("Мост закроют", 14, 16, 22, 26)),
        ("It reopens on May 5, 2031 at noon", ("It reopens on", 15, 18, 20, 24)),
        ("Прилетел вчера Иван Петров из Тарна", ("Прилетел вчера", 16, 20, 24)),
        ("Он живёт в г. Москва", ("Он живёт в", 12, 14, 19)),
        ("She moved from New York", ("She moved from", 16, 19, 22)),
        ("A loan by the Bank of America", ("A loan by the", 15, 19, 22, 28)),
        ("Сообщил вчера А. П. Чехов", ("Сообщил вчера", 15, 17, 20, 24)),
        ("Жители улицы № 5", ("Жители улицы", 14, 15)),
    ],
)
def test_a_figure_a_date_and_a_name_are_kept_whole_or_not_at_all(
    whole: str, kept: tuple[str, int, int]
) -> None:
    words, *limits = kept
    for limit in limits:
        assert cut(whole, limit) == f"{words}…", limit
    assert cut(whole, len(whole)) == whole


def test_a_headline_in_capitals_is_no_name() -> None:
    headline = "Police Say Three Men Arrested After Bank Robbery In London"
    assert cut(headline, 40) == "Police Say Three Men Arrested After…"


def test_an_endless_token_is_not_cut_into_another_number() -> None:
    assert cut("x" * 6 + "1,200,000" * 9, 30).rstrip("…").endswith("x")


@pytest.mark.parametrize("one", ["👨\u200d👩\u200d👧", "🇷🇺", "é\u0323", "각", "\u1100\u1161\u11a8", "👍🏽"])
def test_a_grapheme_is_kept_whole_or_not_at_all(one: str) -> None:
    for limit in range(4, 30):
        kept = cut(one * 40, limit).removesuffix("…")
        assert kept == one * (len(kept) // len(one))
