"""The real model that tests can ask: it keeps to the shape, and to nothing else."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from typing import Annotated, Literal

import httpx
import openai
import pytest
from pydantic import BaseModel, ConfigDict, Field
from tests.real_model import CONTEXT, ROOT, RealModel, compact

from tidings.settings import Settings


class Item(BaseModel):
    model_config = ConfigDict(extra="forbid")
    kind: Literal["fact", "guess"]
    text: Annotated[str, Field(max_length=40)]
    note: Annotated[str, Field(max_length=10)] | None
    doc_ids: Annotated[list[Annotated[str, Field(max_length=4)]], Field(max_length=2)]


class Draft(BaseModel):
    model_config = ConfigDict(extra="forbid")
    items: Annotated[list[Item], Field(max_length=2)]


@pytest.fixture
def client(real_model: RealModel) -> openai.OpenAI:
    return openai.OpenAI(base_url=real_model.base_url, api_key="none", max_retries=0, timeout=120)


def test_it_keeps_to_a_schema_with_its_lists_choices_and_lengths(
    client: openai.OpenAI, real_model: RealModel
) -> None:
    answer = client.chat.completions.create(
        model=real_model.name,
        messages=[{"role": "user", "content": "Dockers of Ostrel walked out. The ferry sails again."}],
        max_completion_tokens=600,
        temperature=0.2,
        seed=1,
        response_format={
            "type": "json_schema",
            "json_schema": {"name": "Draft", "schema": Draft.model_json_schema(), "strict": True},
        },
    )
    assert answer.choices[0].finish_reason == "stop"
    draft = Draft.model_validate_json(answer.choices[0].message.content or "")
    # It would rather write nothing, which would be no opponent.
    assert len(draft.items) == len(draft.items[0].doc_ids) == 2
    assert answer.usage is not None
    assert 0 < answer.usage.completion_tokens < 600


def test_it_stops_at_the_length_allowed(client: openai.OpenAI, real_model: RealModel) -> None:
    answer = client.chat.completions.create(
        model=real_model.name, messages=[{"role": "user", "content": "Once"}], max_completion_tokens=8
    )
    assert answer.choices[0].finish_reason == "length"
    assert answer.usage is not None
    assert answer.usage.completion_tokens == 8


def test_it_refuses_a_prompt_longer_than_its_context(client: openai.OpenAI, real_model: RealModel) -> None:
    with pytest.raises(openai.BadRequestError, match="exceeds the available context"):
        client.chat.completions.create(
            model=real_model.name, messages=[{"role": "user", "content": "word " * (CONTEXT + 100)}]
        )


def test_it_is_called_by_its_name_in_settings(real_model: RealModel) -> None:
    (listed,) = httpx.get(f"{real_model.base_url}/models").json()["data"]
    settings = Settings(**real_model.settings())
    assert (settings.compatible_url, settings.compatible_model) == (real_model.base_url, listed["id"])


def test_it_can_be_served_from_a_process_of_its_own_and_leaves_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.real_model"]
    environment = {"TMPDIR": str(tmp_path), "PATH": "/usr/bin:/bin"}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert httpx.get(f"{address}/models").status_code == 200
        assert list(tmp_path.iterdir())
        process.send_signal(signal.SIGTERM)
    assert process.returncode == 0
    assert list(tmp_path.iterdir()) == []


def test_its_grammar_has_every_limit_that_a_schema_or_its_descriptions_state() -> None:
    texts = {"type": "array", "items": {"type": "string", "description": "maxLength=20"}, "maxItems": 1}
    schema = {"type": "object", "properties": {"texts": texts}}
    wanted = {"type": "json_schema", "json_schema": {"name": "o", "schema": schema}}
    asked = compact({"model": "m", "response_format": wanted})
    assert "response_format" not in asked
    assert '"maxLength":20' in asked["grammar"]
    assert '"minItems":1' in asked["grammar"]
    assert texts == {
        "type": "array",
        "items": {"type": "string", "description": "maxLength=20"},
        "maxItems": 1,
    }
    assert compact({"model": "m"}) == {"model": "m"}
