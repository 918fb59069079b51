"""Who does what to whom: read from a sentence, and held against what a passage tells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidings.policy.reading.passage import Passage
from tidings.policy.reading.reading import read_sentence
from tidings.policy.written.deeds import deeds_in, turned_deed


def told(text: str, verb: str) -> tuple[set[str], set[str]]:
    deed = next(deed for deed in deeds_in(read_sentence(text)) if deed.verb.token.norm == verb)
    return set(deed.doers), set(deed.targets)


def is_turned(claim: str, *sentences: str) -> bool:
    said = read_sentence(claim)
    return turned_deed(said, Passage(tuple(map(read_sentence, sentences)), said.lang)) is not None


@pytest.mark.parametrize(
    ("text", "verb", "doers", "targets"),
    [
        ("Rebels attacked the army.", "attacked", {"rebel"}, {"armi"}),
        ("The army was attacked by rebels.", "attacked", {"rebel"}, {"armi"}),
        ("On Friday the port of Norvia sued Harlan.", "sued", {"port"}, {"harlan"}),
        ("Costs at Varn Bank fell by 5 percent.", "fell", {"cost"}, set()),
        ("Police killed three.", "killed", {"polic"}, {"three"}),
        ("Армию атаковали повстанцы.", "атаковали", {"повстанец"}, {"армия"}),
        ("План утвердил Трамп.", "утвердил", {"трамп"}, {"план"}),
        ("Руск задержан полицией.", "задержан", {"полиция"}, {"руск"}),
        ("Лидер партии Владимир Орлов встретил посла.", "встретил", {"лидер", "владимир"}, {"посол"}),
        ("В Тарне нашли 14 трещин.", "нашли", set(), {"трещина"}),
    ],
)
def test_a_verb_has_those_who_do_it_and_those_it_is_done_to(
    text: str, verb: str, doers: set[str], targets: set[str]
) -> None:
    found = told(text, verb)
    assert doers <= found[0]
    assert targets <= found[1]
    assert found[0].isdisjoint(targets)
    assert found[1].isdisjoint(doers)


@pytest.mark.parametrize(
    ("claim", "cited"),
    [
        ("The army attacked rebels.", "Rebels attacked the army on Monday."),
        ("Rebels were attacked by the army.", "Rebels attacked the army on Monday."),
        ("Police killed three.", "A crash near Odell killed three, police said."),
        ("Lind beat Rusk in the final.", "Rusk defeated Lind in the final."),
        ("Harlan filed suit against the port.", "The port filed suit against Harlan."),
        ("Армия атаковала повстанцев.", "Повстанцы атаковали армию в понедельник."),
        ("Армию атаковали повстанцы.", "Армия атаковала повстанцев в понедельник."),
        ("The firm accused the families of lying.", "Passengers' families accused Norair of lying."),
        ("Lind accused nurses of contempt.", "Nurses left, guards came: Lind accused guards of contempt."),
        ("Hospitals lost power on Friday.", "Pumps lost pressure and hospitals lit lamps on Friday."),
        ("The petition was begun by Ida Stone.", "Maud Lind, who started the petition, met Ida Stone."),
        ("Роман Пелехов уволил мэра Глеба Орлова.", "Мэр Глеб Орлов уволил Романа Пелехова."),
        ("Яна Орлик обыграла Миру Лозинскую.", "Мира Лозинская победила Яну Орлик."),
        ("Лев Руск обыграл Игоря Маркова.", "Игорь Марков победил Льва Руска в финале."),
    ],
)
def test_a_deed_told_the_other_way_round_or_of_others_is_turned(claim: str, cited: str) -> None:
    assert is_turned(claim, cited)
    assert not is_turned(cited, cited)


@pytest.mark.parametrize(
    ("claim", "cited"),
    [
        ("The army was attacked by rebels.", "Rebels attacked the army on Monday."),
        ("Lind met Rusk in Odell.", "Rusk met Lind in Odell."),
        ("Three were killed in the crash.", "A crash near Odell killed three, police said."),
        ("Norair is cutting flights.", "Norair will reduce its flights to Odell."),
        ("She closed the bridge.", "Markova closed the bridge."),
        ("Elena Markova closed the bridge.", "Elena Markova came on Friday. The driver closed the bridge."),
        ("Армию атаковали повстанцы.", "Повстанцы атаковали армию в понедельник."),
        ("Мост закрыт полицией.", "Полиция закрыла мост."),
    ],
)
def test_the_same_deed_in_another_form_is_not_turned(claim: str, cited: str) -> None:
    assert not is_turned(claim, *cited.split(". "))


@given(text=st.text(max_size=120))
def test_any_text_has_readable_deeds(text: str) -> None:
    sentence = read_sentence(f"Мост {text}")
    assert all(deed.verb in sentence.words for deed in deeds_in(sentence))


@pytest.mark.parametrize(
    ("claim", "cited"),
    [
        ("The ambulance service injured twelve.", "Twelve were injured, the ambulance service said."),
        (
            "The ferry denied that the steering had failed.",
            "Varn denied that the ferry had lost its steering.",
        ),
        ("Полиция подожгла склад.", "Склад загорелся ночью, сообщила полиция."),
        ("Полиция погибла при пожаре.", "При пожаре погибли трое, сообщила полиция."),
    ],
)
def test_who_tells_of_harm_neither_does_it_nor_comes_to_it(claim: str, cited: str) -> None:
    assert is_turned(claim, cited)


@pytest.mark.parametrize(
    ("claim", "cited"),
    [
        ("Police arrested two men.", "Two men were arrested, police said."),
        ("Police wounded a guard.", "Police fired and a guard was wounded, police said."),
        ("The line denied that its ferry failed.", "Varn Lines denied that the ferry had failed."),
        ("Полиция задержала двоих.", "Двое задержаны, сообщила полиция."),
    ],
)
def test_who_tells_of_a_deed_may_have_done_it(claim: str, cited: str) -> None:
    assert not is_turned(claim, cited)
