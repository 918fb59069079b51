from typing import Annotated

import pytest
from pydantic import BaseModel, ConfigDict, Field

from tidings.llm.drafts import Completion, read_draft, read_text
from tidings.llm.outcomes import CallFailed, Outcome, Usage

SPENT = Usage(300, 40)
WRITTEN = '{"label": "Bridge opened", "doc_ids": ["D1"]}'


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")

    label: Annotated[str, Field(max_length=20)]
    doc_ids: Annotated[list[str], Field(max_length=2)]


def wrote(text, finish="stop"):
    return Completion(text, SPENT, finish)


def failure(completion):
    with pytest.raises(CallFailed) as failed:
        read_draft(completion, Shape)
    return failed.value


def test_an_object_of_the_contract_is_read():
    assert read_draft(wrote(WRITTEN), Shape) == Shape(label="Bridge opened", doc_ids=["D1"])


@pytest.mark.parametrize(
    "text", [f"```json\n{WRITTEN}\n```", f"Here it is:\n{WRITTEN}", f"\ufeff {WRITTEN}\n\nDone."]
)
def test_what_stands_around_the_object_is_left_out(text):
    assert read_draft(wrote(text), Shape).label == "Bridge opened"


def test_a_whole_object_is_read_even_where_the_limit_was_just_reached():
    assert read_draft(wrote(WRITTEN, "length"), Shape).label == "Bridge opened"


@pytest.mark.parametrize("text", ["", " \n"])
@pytest.mark.parametrize("finish", ["stop", "length", ""])
def test_no_text_is_empty(text, finish):
    failed = failure(wrote(text, finish))
    assert (failed.outcome, failed.usage, failed.complaint) == (Outcome.EMPTY, SPENT, "")


@pytest.mark.parametrize("text", ["", "I cannot help with that.", WRITTEN])
def test_what_was_filtered_is_a_refusal_whatever_was_written(text):
    failed = failure(wrote(text, "content_filter"))
    assert (failed.outcome, failed.usage, failed.complaint) == (Outcome.REFUSAL, SPENT, "")


def test_an_object_cut_by_the_limit_is_truncated_and_not_to_be_mended():
    failed = failure(wrote(WRITTEN[:30], "length"))
    assert (failed.outcome, failed.usage, failed.complaint) == (Outcome.TRUNCATED, SPENT, "")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The bridge was opened.", "the whole"),
        (WRITTEN[:30], "the whole"),
        ('{"label": "Bridge opened"}', "doc_ids"),
        ('{"label": "Bridge opened on Friday in Lomsk", "doc_ids": []}', "at most 20"),
        ('{"label": "B", "doc_ids": ["D1", "D2", "D3"]}', "doc_ids"),
        ('{"label": "B", "doc_ids": [], "score": 1}', "score"),
        ('{"label": "\\u0000", "doc_ids": []}', "\\u0000"),
    ],
)
def test_another_shape_is_complained_of_with_the_wrong_answer_kept(text, said):
    failed = failure(wrote(text))
    assert failed.outcome is Outcome.WRONG_SHAPE
    assert failed.usage == SPENT
    assert failed.text == text
    assert said in failed.complaint


def test_a_complaint_stays_short_and_repeats_no_text_of_the_answer():
    many = ", ".join(f'"field{number}": "secret words"' for number in range(50))
    failed = failure(wrote("{" + many + "}"))
    assert len(failed.complaint) < 1000
    assert "secret" not in failed.complaint + str(failed)


def test_a_failure_drags_no_other_error_along():
    assert failure(wrote("no json")).__suppress_context__


def test_plain_text_is_read_as_it_is():
    assert read_text(wrote("The bridge was opened.", "length")) == "The bridge was opened."
