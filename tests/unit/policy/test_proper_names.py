import pytest

from tidings.policy.reading.proper_names import index_of, names_in
from tidings.policy.reading.reading import read_sentence


def found(text: str) -> list[str]:
    sentence = read_sentence(text)
    return [text[name.words[0].token.start : name.words[-1].token.end] for name in names_in(sentence)]


def is_given(claim: str, *sentences: str) -> bool:
    index = index_of([read_sentence(sentence) for sentence in sentences])
    names = names_in(read_sentence(claim))
    assert names, "the claim has no name"
    return all(index.find(name) for name in names)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The port of Norvia sued Harlan on Monday.", ["Norvia", "Harlan"]),
        ("Repairs will be paid by Tarn Rail, said Elena Markova.", ["Tarn Rail", "Elena Markova"]),
        ("Norvia closes its port.", ["Norvia"]),
        ("Bridges close in May.", []),
        ("Anna was there with President Rusk.", ["Anna", "Rusk"]),
        ("SpaceX and NASA sold an iPhone 12.", ["SpaceX", "NASA", "iPhone"]),
        ("Мост через Тарн закрыла Елена Маркова.", ["Тарн", "Елена Маркова"]),
        ("Президент Лев Орлов, экс-министр, прибыл в Варну.", ["Лев Орлов", "Варну"]),
        ("В пятницу закрыли мост.", []),
        ("Соглашение Норвии и Тарна подписано.", ["Норвии", "Тарна"]),
        ("Главный врач Северска Олег Бурцев ушёл.", ["Северска", "Олег Бурцев"]),
        ("Lind wins in Odell: Says it was LUCK.", ["Lind", "Odell"]),
        ("Экс-министр ушёл, пишет «Заря».", ["Заря"]),
    ],
)
def test_names_are_told_from_words_that_are_only_capitalised(text: str, names: list[str]) -> None:
    assert found(text) == names


@pytest.mark.parametrize(
    ("claim", "cited"),
    [
        ("Сказал Маркову.", "Заявила Маркова."),
        ("Приехал Илон Маск.", "Elon Musk came with Tesla."),
        ("Дело ведёт Tarn Rail.", "Дело ведёт компания Tarn Rail."),
        ("It was said by the UN.", "It was said by the United Nations."),
        ("Об этом сообщила ООН.", "Об этом сообщила Организация Объединенных Наций."),
        ("Closed by the NTR.", "Closed by the Norvia Tunnel Railway."),
        ("Closed by the Norvia Tunnel Railway.", "Closed by the NTR."),
        ("The visit by Timothée Rusk.", "The visit by Timothee Rusk."),
        ("Talks with Russian officials.", "Talks with Russia."),
        ("Talks with Markova.", "Talks with Elena Markova."),
        ("Said by A. Lind today.", "Said by Anna Lind today."),
        ("The view over T.B. today.", "The view over Tarn Bay today."),
        ("Closed by the NTC.", "Closed by Norvia's Trade and Crafts Union."),
        ("Said by the VAF.", "Said by a Varn Air Force Kestrel pilot."),
        ("Sold all the zPhones today.", "A zPhone was sold."),
        ("Talks with Karsia.", "Karsians talk."),
        ("Об этом сообщила НКС.", "Об этом сообщила Норвийская космическая станция."),
        ("Борцы из России и Польши победили.", "Российские и польские борцы победили."),
    ],
)
def test_a_name_is_known_through_cases_alphabets_and_short_forms(claim: str, cited: str) -> None:
    assert is_given(claim, cited)


@pytest.mark.parametrize(
    ("claim", "cited"),
    [
        ("Said by Elena Petrova.", "Said by Elena Markova and by Ivan Petrov, who lives in a distant town."),
        ("Said by Irina Markova.", "Said by Elena Markova."),
        ("Said by Keller.", "Said by Koller."),
        ("Talks with Chinese officials.", "Talks with Russia."),
        ("Closed by the NTA.", "Closed by the Norvia Tunnel Railway."),
        ("Closed by the Norvia Tunnel Railway.", "Closed by the Narva Tram Repairs."),
        ("Сказал Марков.", "Заявил Мартов."),
        ("Об этом сообщила НКА.", "Об этом сообщила Норвийская космическая станция."),
    ],
)
def test_another_name_is_not_taken_for_it(claim: str, cited: str) -> None:
    assert not is_given(claim, cited)


def test_a_word_that_is_only_ever_written_with_a_capital_is_a_name_in_a_headline_too() -> None:
    assert found("Oakland Bans Statue Of Lincoln As Gmail Fails") == ["Oakland", "Lincoln", "Gmail"]
    assert found("Airline Bans Statue Of Captain As Server Fails") == []


def test_a_compound_of_common_words_is_no_name_and_a_short_word_in_capitals_is() -> None:
    assert found("Eco-friendly ferries are on the rise.") == []
    assert found("Ministers Discuss Play-Offs As Ferry-Like Boats Fail") == []
    assert found("Ministers Discuss Al-Rusk As Boats Fail") == ["Al-Rusk"]
    assert found("Gaming Star Opens Battles Featuring OWL") == ["OWL"]
    assert found("GAMING STAR OPENS BATTLES FEATURING OWL") == []


def test_where_somebody_is_from_is_a_name_wherever_it_stands() -> None:
    assert found("Australian Executive Named Director") == ["Australian"]
    cited = "The broadcaster in Australia has named an executive its director."
    assert is_given("Australian Executive Named Director", cited)
    assert not is_given("German Executive Named Director", cited)
