import pytest
from pydantic import BaseModel

from tidings.llm.tokens import CHAT_OVERHEAD, estimate_request, estimate_tokens


class Shape(BaseModel):
    label: str
    doc_ids: list[str]


def test_an_empty_text_has_no_tokens():
    assert estimate_tokens("") == 0


def test_a_text_added_never_lowers_the_estimate():
    text = ""
    for piece in ("Bridge ", "открыт ", "в 1999", " году", "\n\n", "🚧", "橋", "\u200b", "strzępki"):
        assert estimate_tokens(text + piece) >= estimate_tokens(text)
        text += piece


@pytest.mark.parametrize(
    "text",
    ["0123456789" * 30, "9f3a-77c1-" * 30, "\u200b\ufeff" * 150, "🙂" * 80, "橋梁開通" * 60, "\x01" * 300],
)
def test_what_falls_into_single_tokens_is_counted_by_the_character(text):
    assert estimate_tokens(text) >= len(text)


def test_nonsense_costs_more_than_words_of_its_length():
    assert estimate_tokens("xkcdqz vbnmtr " * 20) > 2 * estimate_tokens("saturn onions " * 20)


def test_cyrillic_costs_more_than_latin_of_its_length():
    assert estimate_tokens("мост открыли в пятницу " * 20) > estimate_tokens("bridge opened on friday " * 20)


def test_a_request_counts_its_texts_its_schema_and_what_a_chat_adds():
    texts = estimate_tokens("Be brief.") + estimate_tokens("What is new?")
    plain = estimate_request("Be brief.", "What is new?", None)
    assert plain == texts + CHAT_OVERHEAD
    assert estimate_request("Be brief.", "What is new?", Shape) > plain + 20
