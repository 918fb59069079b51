import pytest

from tidings.messages import LANGUAGES, Lang, at_fault, refusal
from tidings.messages.refusals import PHRASES
from tidings.policy.reasons import Reason


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("reason", Reason)
def test_every_reason_of_the_gate_has_a_sentence(reason: Reason, lang: Lang) -> None:
    sentence = refusal(reason, lang)
    assert sentence.endswith(".")
    assert reason.value not in sentence


def test_every_sentence_is_of_a_reason() -> None:
    assert {key.partition(".")[2] for key in PHRASES} == {reason.value for reason in Reason}


def test_the_words_at_fault_are_told_as_far_as_they_are_known() -> None:
    assert at_fault("nine", "two", "en") == "At fault: “nine”. The article has “two”."
    assert at_fault("девять", "", "ru") == "Дело в словах «девять»."
    assert at_fault("", "two", "en") == "The article has “two”."
    assert at_fault("340,000", "340,000", "en") == "At fault: “340,000”."
    assert at_fault("", "", "en") == ""


def test_a_reason_of_another_version_is_shown_as_it_is() -> None:
    assert refusal("no_such_reason", "ru") == "no_such_reason"
