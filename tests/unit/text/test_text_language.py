"""Language: short titles are told from neighbour languages, by letters, words and the feed's claim."""

import pytest

from tidings.text.language import FastTextIdentifier, decide

identify = FastTextIdentifier().identify


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Умер известный режиссёр", "ru"),
        ("Новый смартфон Samsung Galaxy S40 Ultra и Apple iPhone Pro Max", "ru"),
        ("Уряд збільшив видатки на оборону цього року", "uk"),
        ("Правителството обяви нови мерки за бизнеса след кризата", "bg"),
        ("Урад прыняў новыя меры для развіцця рэгіёнаў", "be"),
        ("Storm Watch: Five Killed", "en"),
        ("STORM LEAVES THOUSANDS WITHOUT POWER IN THE NORTH", "en"),
        ("Regierung beschließt neue Maßnahmen für die Wirtschaft", "de"),
        ("Le gouvernement annonce de nouvelles mesures pour les écoles", "fr"),
        ("El gobierno anuncia nuevas medidas para las escuelas", "es"),
        ("東京で新しい美術館が開館した", "ja"),
    ],
)
def test_titles_are_told_apart(text, lang):
    assert identify(text).lang == lang


def test_a_text_without_letters_takes_the_feeds_language_or_none():
    assert identify("2 : 1", "ru-RU").lang == "ru"
    assert identify("2 : 1").lang == "und"
    assert identify("").confidence == 0.0


def test_a_wrong_claim_does_not_outweigh_a_clear_text():
    text = "The council will meet on Tuesday to discuss the new road through the village"
    assert identify(text, "ru").lang == "en"
    assert identify(text, "fr").lang == "en"


def test_a_claim_decides_between_close_candidates():
    scores = {"bg": 0.4, "ru": 0.4}
    assert decide("нова", scores, None).lang == "ru"
    assert decide("нова", scores, "bg").lang == "bg"


def test_letters_that_russian_lacks_rule_it_out():
    assert decide("її", {"ru": 0.9, "uk": 0.1}, None).lang == "uk"


def test_addresses_and_handles_say_nothing():
    assert identify("Подробности на сайте https://example.org/the-best-of-the-week @the_editor").lang == "ru"


def test_confidence_is_a_probability():
    assert 0.9 < identify("Совет соберётся во вторник, чтобы обсудить ремонт дороги").confidence <= 1.0
