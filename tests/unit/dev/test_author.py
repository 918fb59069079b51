from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, Field, create_model
from tests.unit.dev.made_up_prompts import DOCUMENTS, FACTS, PROMPT, RUSSIAN, asked

from tidings.dev.author import Author, short_name
from tidings.dev.material import read_material


class Sentence(BaseModel):
    type: Literal["fact", "hypothesis"]
    text: str = Field(max_length=240)
    doc_ids: list[str] = Field(max_length=3)


class Group(BaseModel):
    topic_ids: list[str] = Field(max_length=8)
    label: str = Field(max_length=100)


class Draft(BaseModel):
    groups: list[Group] = Field(max_length=8)
    drop_ids: list[str] = Field(max_length=7)
    expansions: list[Annotated[str, Field(max_length=80)]] = Field(max_length=3)
    insights: list[Sentence] = Field(max_length=4)


def written(contract: type[BaseModel], text: str = PROMPT) -> Any:
    return json.loads(Author(asked(text, contract.model_json_schema())).write())


def draft(text: str = PROMPT) -> Draft:
    return Draft.model_validate(written(Draft, text))


def test_sentences_are_those_of_the_document_they_cite() -> None:
    texts = {each.id: each.text for each in read_material(PROMPT).passages}
    insights = draft().insights
    assert insights
    for sentence in insights:
        assert sentence.text in texts[sentence.doc_ids[0]]


def test_every_topic_is_grouped_once_under_a_name_of_its_facts() -> None:
    groups = draft().groups
    assert [group.topic_ids for group in groups] == [["T1"], ["T2"], ["T3"]]
    assert [group.label for group in groups] == ["Harbour of Ostrel on strike", "Ferry line to Marn", "T3"]


def test_topics_are_shared_out_where_there_are_more_than_groups_allowed() -> None:
    contract = create_model("Few", groups=(Annotated[list[Group], Field(max_length=2)], ...))
    assert [group["topic_ids"] for group in written(contract)["groups"]] == [["T1", "T3"], ["T2"]]


def test_an_object_is_written_from_the_document_that_says_most_of_its_facts() -> None:
    class Told(Group):
        text: str
        doc_id: str

    contract = create_model("Told", topics=(list[Told], ...))
    first, second, _ = written(contract)["topics"]
    assert first["doc_id"] == "D2"
    assert second["doc_id"] == "D1"
    assert "Dockers" in first["text"]


def test_documents_in_the_language_to_answer_in_are_quoted() -> None:
    (sentence,) = draft(f"{FACTS}\n{DOCUMENTS}\n{RUSSIAN}").insights
    assert (sentence.text, sentence.doc_ids) == ("Порт Острела закрыт с пятницы.", ["D3"])


def test_what_is_to_be_left_out_is_nothing_and_lists_of_words_are_names_of_the_facts() -> None:
    assert draft().drop_ids == []
    assert draft().expansions[:2] == ["Harbour of Ostrel on strike", "Ferry line to Marn"]


def test_the_same_prompt_gets_the_same_answer_and_another_another() -> None:
    assert draft() == draft()
    assert draft() != draft(PROMPT.replace("Monday", "Tuesday"))


def test_limits_told_only_in_a_description_are_kept() -> None:
    schema = {
        "type": "object",
        "properties": {
            "text": {"type": "string", "description": "A sentence (maxLength=20)"},
            "doc_ids": {"type": "array", "items": {"type": "string"}, "description": "{minItems: 2}"},
        },
    }
    answer = json.loads(Author(asked(schema=schema)).write())
    assert answer == {"text": "The river ferry to", "doc_ids": ["D1", "D2"]}


def test_without_a_schema_it_answers_in_sentences_of_the_documents() -> None:
    first, second = (each.sentences[0] for each in read_material(PROMPT).readable)
    assert Author(asked()).write() == f"{first} {second}"


def test_without_documents_it_still_answers_in_the_asker_s_language() -> None:
    assert Author(asked("Скажи привет")).write() == "Это ответ на вопрос: Скажи привет"
    assert draft("Write in English.").insights == []


def test_a_name_is_a_few_words_without_figures_or_a_small_word_at_its_end() -> None:
    assert short_name("Town votes 2025 budget of the", 60) == "Town votes budget"
    assert (
        short_name("One two three four five sixth seventh eighth", 60)
        == "One two three four five sixth seventh"
    )
    assert short_name("2025", 60) == "2025"


# Any shape

LENGTHS = st.integers(0, 30)


@st.composite
def kinds(draw: st.DrawFn, depth: int = 2) -> Any:
    """A type a contract may ask for, with its bounds."""
    low = draw(st.integers(0, 3))
    simple = st.sampled_from(
        [
            Annotated[str, Field(min_length=low, max_length=low + draw(LENGTHS))],
            Annotated[int, Field(ge=low, le=low + 5)],
            Annotated[float, Field(gt=low, lt=low + 1)],
            Annotated[int, Field(gt=-5, lt=-2)],
            bool,
            Literal["b", "a"],
            str | None,
            None,
            dict[str, int],
        ]
    )
    if depth == 0:
        return draw(simple)
    inner = draw(kinds(depth=depth - 1))
    listed = Annotated[list[inner], Field(min_length=low, max_length=low + draw(st.integers(0, 4)))]
    return draw(st.one_of(simple, st.just(listed), contracts(depth - 1)))


@st.composite
def contracts(draw: st.DrawFn, depth: int = 2) -> Any:
    """A model of fields with names that mean something to the author, or nothing."""
    names = st.sampled_from(["text", "label", "doc_ids", "topic_ids", "items", "score", "lang", "drop_ids"])
    found = draw(st.lists(names, unique=True, min_size=1, max_size=4))
    fields = {}
    for name in found:
        is_list = name.endswith("_ids")
        kind = (
            Annotated[list[str], Field(min_length=draw(st.integers(0, 5)))] if is_list else draw(kinds(depth))
        )
        fields[name] = (kind, ...)
    return create_model("Contract", **fields)


@given(contracts(), st.sampled_from([PROMPT, "Write in English.", f"{DOCUMENTS}\n{RUSSIAN}"]))
def test_whatever_shape_is_asked_for_is_kept_to(contract: type[BaseModel], text: str) -> None:
    answer = written(contract, text)
    contract.model_validate(answer)  # raises where a bound or a kind is not kept to
    assert set(answer) == set(contract.model_fields)
