from __future__ import annotations

from collections.abc import Iterable

from invented_set import article

from tidings.agents.passages import Candidate, by_turns, of_subjects, pack, spread
from tidings.llm.prompt import document_block
from tidings.llm.tokens import estimate_tokens
from tidings.policy.personal.pii import masked
from tidings.text.naming import subject_of

BRIDGE = subject_of("Tarn bridge", "en")
EVENTS = (
    "Engineers closed the Tarn bridge after they found deep cracks.",
    "The harbour froze over for the first time in thirty years.",
    "A new ferry line opens between Ostrel and the islands in June.",
    "Farmers of the Velm valley expect the driest summer on record.",
    "The city museum shows glass that was found under the market.",
    "Voters of Karsk choose a council of nine members on Sunday.",
)


def candidates(count: int, *, source: str | None = None, lang: str = "en") -> list[Candidate]:
    return [
        Candidate(article(n, EVENTS[n], title=f"Headline {EVENTS[n][:20]}", source=source, lang=lang))
        for n in range(count)
    ]


def ids(chosen: Iterable[Candidate]) -> list[int]:
    return [item.article.id for item in chosen]


def test_every_row_has_its_turn() -> None:
    one, two, three, four, five, _ = candidates(6)
    assert ids(by_turns([[one, two, three], [four], [five]], "en")) == [0, 3, 4, 1, 2]


def test_an_article_of_two_rows_is_taken_once() -> None:
    one, two, *_ = candidates(6)
    assert ids(by_turns([[one, two], [one, two]], "en")) == [0, 1]


def test_an_outlet_not_yet_heard_speaks_before_one_that_was() -> None:
    first, second, third, *_ = candidates(6, source="North Post")
    other = Candidate(article(9, EVENTS[4], source="South Post"))
    assert ids(by_turns([[first, second, third, other]], "en")) == [0, 9, 1, 2]


def test_articles_in_the_language_of_the_answer_come_first() -> None:
    foreign = Candidate(article(7, "Мост через Тарн закрыли в пятницу.", lang="ru"))
    own = candidates(1, source=foreign.article.source)
    assert ids(by_turns([[foreign, *own]], "en")) == [0, 7]


def test_subjects_without_a_read_article_have_no_turn() -> None:
    rows = of_subjects([((1, 2), (BRIDGE,)), ((3,), ())], {1: article(1, EVENTS[0])})
    assert [ids(row) for row in rows] == [[1], []]


def test_the_spread_has_the_coldest_the_warmest_and_the_most_usual() -> None:
    read = [article(n, EVENTS[n]) for n in range(4)]
    cold, warm, usual = spread(read, {0: -0.8, 1: 0.9, 2: 0.1}, 0.0, ())
    assert (ids(cold)[0], ids(warm)[0], ids(usual)[0]) == (0, 1, 2)
    assert len(cold) == 3


def test_documents_are_numbered_and_dated() -> None:
    packed = pack(candidates(2), tokens=1000, most=8)
    assert [(one.id, one.article_id, one.date) for one in packed] == [
        ("D1", 0, "2031-05-30"),
        ("D2", 1, "2031-05-30"),
    ]


def test_a_passage_holds_the_sentence_that_names_the_subject_and_the_lead() -> None:
    body = f"Rain fell over the valley for the whole of the week. Trains ran late.\n\n{EVENTS[0]}"
    one = pack([Candidate(article(1, body), (BRIDGE,))], tokens=1000, most=1)[0]
    assert one.passage == f"Rain fell over the valley for the whole of the week. {EVENTS[0]}"


def test_a_title_is_not_repeated_as_its_own_passage() -> None:
    one = pack(
        [Candidate(article(1, "", title="Tarn bridge closes for repairs until June"), (BRIDGE,))],
        tokens=1000,
        most=1,
    )[0]
    assert one.passage == ""


def test_a_lightly_edited_copy_is_left_out() -> None:
    copy = article(8, EVENTS[0] + " More follows.", title=f"Headline {EVENTS[0][:20]}")
    packed = pack([*candidates(1), Candidate(copy), *candidates(6)[1:2]], tokens=1000, most=8)
    assert [one.article_id for one in packed] == [0, 1]


def test_documents_keep_within_their_tokens() -> None:
    packed = pack(candidates(6), tokens=260, most=8)
    assert sum(estimate_tokens(document_block(one)) for one in packed) <= 260
    assert 3 <= len(packed) < 6


def test_three_documents_are_packed_however_little_room_there_is() -> None:
    assert len(pack(candidates(6), tokens=1, most=8)) == 3


def test_no_more_documents_are_packed_than_asked_for() -> None:
    assert len(pack(candidates(6), tokens=9999, most=4)) == 4


def test_the_same_articles_are_packed_the_same_way() -> None:
    assert pack(candidates(6), tokens=300, most=5) == pack(candidates(6), tokens=300, most=5)


def test_a_passage_is_shown_as_its_whole_article_is_masked() -> None:
    """The word that tells whose a number is may stand in another sentence than the number."""
    body = "Engineers closed the Tarn bridge and ask drivers to write to lena.hask@mail.example soon."
    candidate = Candidate(article(1, body, title="Call Lena Hask at +44 7700 900142"), (BRIDGE,))
    (document,) = pack([candidate], tokens=1000, most=8, mask=masked)
    assert "lena.hask" not in document.passage
    assert document.passage == masked(candidate.article.text).partition("\n\n")[2]
    assert "7700" not in document.title
    assert len(document.passage) == len(body)
