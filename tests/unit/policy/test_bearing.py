"""Whether a claim asserts, negates and doubts what its passage does, each of the same word."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tidings.policy.reading.passage import Passage
from tidings.policy.reading.reading import language_of, read_sentence
from tidings.policy.sentences import check_sentence
from tidings.policy.written.bearing import hedged_word, misborne_word
from tidings.store.articles import StoredArticle

WRITTEN = datetime(2031, 5, 30, tzinfo=UTC)
OUTBREAK = Passage(
    tuple(
        map(
            read_sentence,
            (
                "The outbreak in Odell has grown to 22 cases, most in children who had not been vaccinated.",
                "Chief doctor Pavel Rusk said coverage had slipped to 81 percent in the schools of the city.",
                "Police reported no arrests at the gates.",
                "The clinic may open a second ward.",
                "Rusk denied that the vaccine had run out.",
            ),
        )
    )
)


@pytest.mark.parametrize(
    "text",
    [
        "Pavel Rusk, the chief doctor, said vaccination coverage in schools had slipped to 81 percent.",
        "Police made no arrests.",
        "Police reported no arrests.",
        "Rusk denied that the vaccine had run out.",
        "Most of the 22 children had not been vaccinated.",
    ],
)
def test_what_is_said_as_it_is_said_there_holds(text: str) -> None:
    assert misborne_word(read_sentence(text), OUTBREAK) is None


@pytest.mark.parametrize(
    "text",
    [
        "Most of the 22 children had been vaccinated.",
        "Coverage in the schools of the city had not slipped to 81 percent.",
        "Police made arrests at the gates.",
        "The vaccine had run out, Rusk said.",
        "Rusk did not deny it, and the outbreak has not grown.",
    ],
)
def test_what_is_turned_does_not(text: str) -> None:
    assert misborne_word(read_sentence(text), OUTBREAK) is not None


def test_a_plan_is_not_a_deed() -> None:
    assert hedged_word(read_sentence("The clinic opened a second ward."), OUTBREAK) is not None
    assert hedged_word(read_sentence("The clinic could open a second ward."), OUTBREAK) is None
    assert hedged_word(read_sentence("Coverage slipped to 81 percent."), OUTBREAK) is None


@pytest.mark.parametrize(
    ("text", "cited", "holds"),
    [
        ("The pool will stay dry.", "The council will decide whether the pool will stay dry.", False),
        ("The firm will close its mill.", "The firm plans to close its mill.", True),
        ("The firm will close its mill.", "The firm may close its mill.", False),
        ("The storm has passed Odell.", "The storm was expected to pass Odell.", False),
        ("The firm closes its mill.", "The firm said it would close its mill.", True),
        ("The firm closes its mill.", "The firm would close its mill if it could.", False),
        ("The firm closed its mill.", "The firm said it would close its mill.", False),
        ("Firm to close its mill", "The firm plans to close its mill.", True),
        ("A driver hit the gate, police say.", "A driver allegedly hit the gate.", True),
        ("The race was a thing of the past.", "The race could be a thing of the past.", False),
        (
            "The mill is sued for infringing a trademark.",
            "The mill is sued for allegedly infringing a trademark.",
            False,
        ),
        ("A driver hit the gate.", "A driver allegedly hit the gate.", False),
        ("A driver hit the gate, police say.", "A driver may have hit the gate.", False),
        ("The storm spared the harbour.", "The storm spared what could be the oldest harbour.", True),
        ("Storm May Have Passed Odell", "The storm may have passed Odell.", True),
        ("Завод закроют в мае.", "Завод могут закрыть в мае.", False),
        ("Завод закроют в мае.", "Завод планируют закрыть в мае.", True),
    ],
)
def test_what_is_not_even_decided_does_not_come_about(text: str, cited: str, holds: bool) -> None:
    said = read_sentence(text)
    assert (hedged_word(said, Passage((read_sentence(cited),), said.lang)) is None) is holds


def test_a_refusal_that_is_itself_denied_is_none() -> None:
    cited = Passage((read_sentence("Компания «Норд» не откажется от заказа шести паромов."),), "ru")
    assert misborne_word(read_sentence("Компания «Норд» откажется от шести паромов."), cited) is not None
    assert misborne_word(read_sentence("Компания «Норд» не откажется от шести паромов."), cited) is None


RETRACTED = (
    "Correction: nobody hurt at the Tarn bridge",
    "The Tarn bridge was shut on Friday. Our first report said that a cyclist had drowned. That was wrong.",
)
WITHDRAWN = (
    "Поправка о пожаре в Одельске",
    "Склад в Одельске сгорел в пятницу. В прежней версии статьи говорилось, что погиб сторож. Это неверно.",
)


@pytest.mark.parametrize(
    ("text", "article", "holds"),
    [
        ("A cyclist drowned at the Tarn bridge.", RETRACTED, False),
        ("The Tarn bridge was shut on Friday.", RETRACTED, True),
        ("В Одельске погиб сторож.", WITHDRAWN, False),
        ("Склад в Одельске сгорел в пятницу.", WITHDRAWN, True),
    ],
)
def test_what_an_article_takes_back_proves_nothing(text: str, article: tuple[str, str], holds: bool) -> None:
    whole = "\n\n".join(article)
    stored = StoredArticle(1, None, article[0], whole, "Teyra Wire", language_of(whole), WRITTEN, 1)
    assert (check_sentence(text, [stored]) is None) is holds


def test_a_thing_in_a_denied_sentence_is_not_itself_denied() -> None:
    denied = Passage((read_sentence("Corvex denied that the brakes of the tram had failed."),))
    assert misborne_word(read_sentence("The tram's brakes had not failed, Corvex said."), denied) is None
    assert misborne_word(read_sentence("The tram's brakes had failed."), denied) is not None
    factory = Passage((read_sentence("Завод отрицает отказ тормозов на трамвае «Заря»."),), "ru")
    assert misborne_word(read_sentence("Трамвай «Заря» сошёл с рельсов."), factory) is None


def test_being_without_something_is_no_word_of_what_did_not_happen() -> None:
    cited = Passage((read_sentence("Авария на подстанции оставила без света почти весь Северогорск."),))
    assert misborne_word(read_sentence("Авария на подстанции не затронула Северогорск."), cited) is not None
    unharmed = Passage(
        (read_sentence("При аварии на подстанции никто не пострадал, заявили в Северогорске."),)
    )
    assert misborne_word(read_sentence("Авария на подстанции жертв не принесла."), unharmed) is None


@pytest.mark.parametrize(
    ("text", "cited", "holds"),
    [
        (
            "Odell clinic to open a second ward",
            "The clinic of Odell is expected to open a second ward.",
            True,
        ),
        ("The clinic has opened a second ward.", "The clinic is expected to open a second ward.", False),
        ("Odell clinic to open a second ward", "The clinic may open a second ward.", False),
        ("A second ward opened in Odell, officials say.", "A second ward reportedly opened in Odell.", True),
        ("A second ward opened in Odell.", "A second ward reportedly opened in Odell.", False),
        ("Вторая палата открылась.", "Вторая палата якобы открылась.", False),
    ],
)
def test_what_is_announced_is_no_deed_and_who_tells_it_doubts_it(text: str, cited: str, holds: bool) -> None:
    claimed = read_sentence(text)
    assert (hedged_word(claimed, Passage((read_sentence(cited),), claimed.lang)) is None) is holds
