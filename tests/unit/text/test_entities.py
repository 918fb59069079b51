"""Names found in invented news: both languages, headline styles, merging and keys."""

import pytest

from tidings.text.entities import EntityFinder
from tidings.text.gazetteer import gazetteer
from tidings.text.signals import EntityKind


@pytest.fixture(scope="module")
def finder():
    return EntityFinder()


def found(finder, title, body="", lang="en"):
    return {entity.text: entity for entity in finder.find([(title, body)], lang)[0]}


def keys(finder, title, body="", lang="en"):
    return {entity.key for entity in finder.find([(title, body)], lang)[0]}


def test_one_event_has_the_same_keys_in_both_languages(finder):
    english = keys(
        finder, "Angela Merkel meets Emmanuel Macron in Paris", "Germany and France discuss the EU budget."
    )
    russian = keys(
        finder,
        "Ангела Меркель встретилась с Эммануэлем Макроном в Париже",
        "Германия и Франция обсуждают бюджет Евросоюза.",
        "ru",
    )
    assert english == russian


def test_a_bare_surname_joins_the_full_name_and_takes_its_kind(finder):
    entities = found(finder, "Boris Johnson speaks", "On Monday the crowd cheered Johnson in Leeds.")
    assert entities["Boris Johnson"].kind is EntityKind.PER
    assert "Johnson" not in entities


def test_russian_cases_merge_and_the_nominative_is_shown(finder):
    entities = found(
        finder, "Встреча с Собяниным", "Мэр Собянин ответил на вопросы. Слова Собянина записали.", "ru"
    )
    assert [entity.text for entity in entities.values() if entity.kind is EntityKind.PER] == ["Собянин"]


def test_the_first_word_of_a_sentence_is_not_a_name_for_its_capital(finder):
    assert found(finder, "Storms hit the coast", "Thousands fled. Officials warned of floods.") == {}


def test_a_first_word_is_a_name_when_it_recurs_inside_a_sentence(finder):
    assert "Bridgestone" in found(
        finder, "Tyres are back", "Bridgestone reopens. Workers at Bridgestone rejoiced."
    )


def test_a_title_case_headline_gives_only_names_with_other_evidence(finder):
    entities = found(
        finder,
        "Mayor Khan Signs Order To Close Parks In London",
        "The order was signed by Mr Khan on Friday.",
    )
    assert set(entities) == {"Khan", "London"}


def test_a_shouted_headline_gives_no_names(finder):
    assert found(finder, "TEN THINGS YOU MUST SEE THIS WEEK") == {}


def test_acronyms_and_mixed_case_are_names_anywhere(finder):
    entities = found(
        finder, "NASA delays launch", "SpaceX and the WHO did not comment; iPhone owners watched."
    )
    assert {"NASA", "SpaceX", "WHO", "iPhone"} <= set(entities)
    assert entities["WHO"].key == "who"


def test_spellings_of_a_country_share_a_key(finder):
    for title in ("Talks in the US", "Talks in the U.S.", "Talks in the United States of America"):
        assert "united states" in keys(finder, title)
    assert "united states" in keys(finder, "Переговоры в Соединённых Штатах", lang="ru")
    assert "united states" in keys(finder, "Переговоры в США", lang="ru")


def test_an_acronym_is_not_taken_for_another_with_an_ending(finder):
    assert "investigative committee" in keys(finder, "СК возбудил дело", lang="ru")
    assert "investigative committee" not in keys(finder, "Хоккеисты СКА выиграли матч", lang="ru")


def test_a_title_before_a_name_makes_a_person(finder):
    entities = found(finder, "Vote held", "It was opened by President Okonkwo and Senator Abara yesterday.")
    assert entities["Okonkwo"].kind is EntityKind.PER
    assert entities["Abara"].kind is EntityKind.PER


def test_days_months_and_peoples_are_no_names(finder):
    assert (
        found(finder, "Vote delayed", "It moves from Monday to Friday in March, the Russian side said.") == {}
    )


def test_institutions_with_of_are_whole(finder):
    entities = found(
        finder, "Rates stay", "Economists at the Bank of England and the University of Leeds agree."
    )
    assert entities["Bank of England"].kind is EntityKind.ORG
    assert entities["University of Leeds"].kind is EntityKind.ORG


def test_latin_names_in_russian_text_are_found(finder):
    assert "Falcon Heavy" in found(finder, "Ракета Falcon Heavy стартовала", "", "ru")


def test_german_nouns_are_not_names(finder):
    entities = found(
        finder, "Regierung plant Reform", "Die Minister wollen am Freitag über das Gesetz reden.", "de"
    )
    assert entities == {}


@pytest.mark.parametrize(("lang", "rest"), [("en", "said"), ("ru", "заявил"), ("ru", "НАТО")])
def test_a_known_name_is_found_by_its_first_word_whatever_follows(lang, rest):
    known = gazetteer()
    for path in known._names[lang]:
        for words in ([*path, rest], [word.upper() for word in path], [path[0], rest]):
            longest = (known.find(words[:length], lang) for length in range(min(len(words), 5), 0, -1))
            assert (known.longest(words, lang) or (0, None))[1] == next(filter(None, longest), None)
