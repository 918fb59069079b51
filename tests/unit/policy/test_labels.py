import pytest

from tidings.policy.labels import label_holds

TEXTS = (
    "Tarn bridge closes\n\nThe Tarn bridge closed on Friday after engineers found 14 cracks in its pier.",
    "Drivers queue\n\nElena Markova of Tarn Rail said repairs would take three weeks.",
)
RUSSIAN = ("Мост через Тарн закрыли\n\nМост через реку Тарн закрыли в пятницу: инженеры нашли трещины.",)


@pytest.mark.parametrize(
    "label",
    ["Tarn bridge closure", "Cracks in the Tarn bridge", "Markova on bridge repairs", "14 cracks found"],
)
def test_a_label_of_the_articles_own_words_holds(label: str) -> None:
    assert label_holds(label, TEXTS, "en")


@pytest.mark.parametrize("label", ["Закрытие моста через Тарн", "Трещины в мосту"])
def test_a_russian_label_holds_through_its_cases(label: str) -> None:
    assert label_holds(label, RUSSIAN, "ru")


@pytest.mark.parametrize(
    "label",
    [
        "",
        "  ",
        "Tarn bridge " * 8,
        "Norvia bridge closure",
        "15 cracks found in bridge",
        "Tarn bridge reopens",
        "Political crisis and economic decline",
        "Call +7 916 123-45-67 on the Tarn bridge",
        "Закрытие моста через Тарн",
    ],
)
def test_a_label_that_says_something_else_does_not(label: str) -> None:
    assert not label_holds(label, TEXTS, "en")


def test_no_label_holds_of_nothing() -> None:
    assert not label_holds("Tarn bridge closure", (), "en")
