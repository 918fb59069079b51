"""Which lines of a story are compared, and what comes of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tidings.conflicts.finder import conflicts_in
from tidings.conflicts.lines import SENTENCES, Line, lines_of
from tidings.conflicts.proposing import claim_of, firmness
from tidings.policy.disputes.contradiction import Differing
from tidings.policy.disputes.opposed import Opposed
from tidings.policy.disputes.things import counted_words, deed_words, epidemic_words
from tidings.policy.reading.reading import language_of
from tidings.schemas.evidence import QUOTE_LIMIT
from tidings.store.articles import StoredArticle

MORNING = datetime(2031, 5, 6, 8, tzinfo=UTC)


def article(key: int, source: str, title: str, *body: str, hours: float = 0.0) -> StoredArticle:
    text = "\n\n".join([title, " ".join(body)]) if body else title
    at = MORNING + timedelta(hours=hours)
    return StoredArticle(key, None, title, text, source, language_of(text), at, 1)


TWELVE = article(
    1, "Wire", "Tram leaves the rails in Ostby", "Twelve people were injured in the tram crash in Ostby."
)
NINETEEN = article(2, "Herald", "Nineteen people were injured in the tram crash in Ostby", hours=1)
OTHERS = article(3, "Вестник", "В Остби при сходе трамвая с рельсов пострадали 19 человек", hours=2)


def line(text: str) -> Line:
    [found] = lines_of(article(9, "Wire", text))
    return found


def test_figures_of_two_outlets_are_set_against_each_other_the_earlier_first() -> None:
    [found] = conflicts_in([NINETEEN, TWELVE])
    assert (found.one.article.source, found.other.article.source) == ("Wire", "Herald")
    assert found.about == Differing("injured", "12", "19", found.about.apart)


def test_outlets_in_two_languages_are_set_against_each_other() -> None:
    [found] = conflicts_in([TWELVE, OTHERS])
    assert found.other.article.source == "Вестник"


def test_an_outlet_does_not_contradict_itself() -> None:
    again = article(4, "Wire", NINETEEN.title, hours=1)
    assert list(conflicts_in([TWELVE, again])) == []


def test_statements_are_found_by_their_deeds_and_negations() -> None:
    denied = article(5, "Ledger", "Vektra denied that its pumps leaked into Lake Sorrel")
    confirmed = article(6, "Herald", "The water board confirmed that pumps of Vektra leaked into Lake Sorrel")
    worked = article(7, "Wire", "Сигнализация на складе «Орбита» сработала")
    silent = article(8, "Вестник", "Сигнализация на складе «Орбита» не сработала")
    found = list(conflicts_in([denied, confirmed, worked, silent]))
    assert {item.one.article.source for item in found} == {"Ledger", "Wire"}
    assert all(isinstance(item.about, Opposed) for item in found)


def test_only_the_first_sentences_are_looked_at() -> None:
    filler = [f"Nothing was said about the cause by official {letter}." for letter in "abcdefgh"]
    buried = article(4, "Herald", "Tram leaves the rails in Ostby", *filler, NINETEEN.title + ".", hours=1)
    assert len(list(lines_of(buried))) == SENTENCES
    assert list(conflicts_in([TWELVE, buried])) == []


def test_a_long_sentence_is_a_line_that_can_be_quoted() -> None:
    long = article(4, "Herald", "Nineteen people were injured in Ostby " + "and then again " * 30)
    [cut, *_] = lines_of(long)
    assert cut.end - cut.start <= QUOTE_LIMIT
    assert long.text[cut.start : cut.end].startswith("Nineteen")


def test_a_line_tells_what_it_may_hold_before_it_is_read() -> None:
    assert line("Twelve people were injured in the crash in Ostby").things == {"injured"}
    assert line("People were injured in the tram crash in Ostby").things == frozenset()
    assert line("The coronavirus killed 12 people in the town of Ostby").things == frozenset()
    assert line("The council rejected the tunnel under the river").is_deed
    assert line("The signals did not fail at Birch Hill on the day").is_negation
    assert not line("The signals failed at Birch Hill on the day").is_negation


def test_a_word_of_several_parts_is_known_by_its_first() -> None:
    """Signs are looked for in one word at a time, so a list's compound has to be found by a part of it."""
    listed = {*counted_words(), *deed_words(), *epidemic_words()}
    compounds = {word for word in listed if not word.isalpha()}
    assert {word.partition("-")[0] for word in compounds} <= listed


def test_figures_further_apart_are_firmer_and_statements_the_least() -> None:
    few = article(4, "Echo", "Thirteen people were injured in the tram crash in Ostby", hours=1)
    [near], [far] = conflicts_in([TWELVE, few]), conflicts_in([TWELVE, NINETEEN])
    denied = article(5, "Ledger", "Vektra denied that its pumps leaked into Lake Sorrel")
    confirmed = article(6, "Herald", "The water board confirmed that pumps of Vektra leaked into Lake Sorrel")
    [stated] = conflicts_in([denied, confirmed])
    assert firmness(far) > firmness(near) > firmness(stated)


def test_a_claim_cites_both_quotes_and_none_is_made_where_names_leave_no_room() -> None:
    [found] = conflicts_in([TWELVE, NINETEEN])
    claim = claim_of(found, "en")
    assert claim is not None
    assert (claim.type, claim.basis, claim.written) == ("conflict", "quoted", False)
    assert [ref.article_id for ref in claim.refs] == ["1", "2"]
    long = article(2, "The Herald of " + "Very " * 30 + "Long Names", NINETEEN.title, hours=1)
    [crowded] = conflicts_in([TWELVE, long])
    assert claim_of(crowded, "en") is None
