"""Every provider's real SDK against the local servers: what is asked, and every way it can end."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from typing import Annotated

import pytest
from pydantic import BaseModel, ConfigDict, Field, create_model

from tidings.agents.prompts.keyphrase_mining import KeyphrasesDraft
from tidings.agents.prompts.query_expansion import ExpansionDraft
from tidings.agents.prompts.sentiment_emotion import SentimentDraft
from tidings.agents.prompts.topic_modeler import TopicsDraft
from tidings.dev.behaviour import Behaviour
from tidings.dev.servers import ProviderServers
from tidings.llm.clients import Clients, _schema_of, check_key
from tidings.llm.drafts import read_draft, read_text
from tidings.llm.models import parse_model
from tidings.llm.outcomes import CallFailed, Outcome, Usage
from tidings.llm.task import Prompt
from tidings.llm.tokens import estimate_request
from tidings.settings import Settings

MODELS = {
    "google": "gemini-3.8-flash",
    "anthropic": "claude-sonnet-5-5",
    "openai": "gpt-6.1-terra",
    "compatible": "compatible:local-model",
}
INSTRUCTIONS = "You work on a news desk. Put into words what the documents say."
TEXT = """\
<document id="D1" source="Lomsk Herald" date="2025-03-08">
<title>Bridge over the Iva opened</title>
The bridge over the Iva was opened on Friday after three years of repairs.
</document>
What is happening in the news? Write in English."""
KEY = "key-of-a-test-7"
NOTHING = Usage()


class Item(BaseModel):
    model_config = ConfigDict(extra="forbid")

    label: Annotated[str, Field(max_length=80)]
    doc_ids: Annotated[list[str], Field(max_length=3)]


class Items(BaseModel):
    model_config = ConfigDict(extra="forbid")

    items: Annotated[list[Item], Field(max_length=4)]


each_provider = pytest.mark.parametrize("provider", MODELS)


@pytest.fixture(scope="module")
def running() -> Iterator[ProviderServers]:
    with ProviderServers() as servers:
        yield servers


@pytest.fixture
def local(running: ProviderServers) -> ProviderServers:
    """The servers, well behaved and asked nothing yet."""
    running.reset()
    return running


@pytest.fixture
async def clients(local: ProviderServers) -> AsyncIterator[Clients]:
    opened = Clients(Settings(**local.settings(*MODELS, key=KEY)))
    yield opened
    await opened.aclose()


def prompt(instructions: str = INSTRUCTIONS, text: str = TEXT) -> Prompt:
    return Prompt(instructions, text, (), estimate_request(instructions, text, Items))


async def ask(clients: Clients, model: str, **changes):
    options = {"contract": Items, "max_output": 600, "temperature": 0.2, "timeout": 5.0}
    asked = changes.pop("prompt", prompt())
    return await clients.get(parse_model(model)).complete(asked, **{**options, **changes})


async def outcome(clients: Clients, model: str, **changes) -> CallFailed:
    """How a request fails, by its client or in what it wrote."""
    with pytest.raises(CallFailed) as failed:
        read_draft(await ask(clients, model, **changes), Items)
    return failed.value


# What is asked


@each_provider
async def test_a_model_writes_to_the_contract_and_says_what_it_used(clients, local, provider):
    completion = await ask(clients, MODELS[provider])
    assert read_draft(completion, Items).items[0].doc_ids == ["D1"]
    assert completion.finish == "stop"
    assert 0 < completion.usage.sent <= prompt().tokens
    assert completion.usage.received > 0
    assert [(entry.provider, entry.status) for entry in local.requests] == [(provider, 200)]


def schema_of(body: dict) -> dict:
    """The schema in a request, wherever its provider takes it."""
    if "generationConfig" in body:
        assert body["generationConfig"]["responseMimeType"] == "application/json"
        return body["generationConfig"]["responseJsonSchema"]
    if "output_config" in body:
        return body["output_config"]["format"]["schema"]
    return body["response_format"]["json_schema"]["schema"]


@each_provider
@pytest.mark.parametrize("contract", [Items, TopicsDraft, SentimentDraft, KeyphrasesDraft, ExpansionDraft])
async def test_every_contract_goes_out_in_the_providers_strict_schema_mode(
    clients, local, provider, contract
):
    read_draft(await ask(clients, MODELS[provider], contract=contract), contract)
    schema = schema_of(local.requests[0].body)
    assert schema["additionalProperties"] is False
    assert sorted(schema["required"]) == sorted(contract.model_fields)


async def test_what_one_provider_is_sent_changes_no_contract_for_the_next(clients, local):
    for _ in range(2):
        for model in MODELS.values():
            await ask(clients, model)
    sent = [schema_of(entry.body) for entry in local.requests]
    assert sent[: len(MODELS)] == sent[len(MODELS) :]
    assert _schema_of(Items) == Items.model_json_schema()


@pytest.mark.parametrize("provider", ["openai", "compatible"])
async def test_gpt_is_asked_in_strict_mode_and_both_are_told_lengths(clients, local, provider):
    await ask(clients, MODELS[provider], contract=TopicsDraft)
    body = local.requests[0].body
    assert bool(body["response_format"]["json_schema"].get("strict")) is (provider == "openai")
    assert "'maxLength': 8" in str(schema_of(body))


@each_provider
async def test_without_a_contract_the_answer_is_plain_text(clients, local, provider):
    completion = await ask(clients, MODELS[provider], contract=None, prompt=prompt("", "Say hello."))
    assert read_text(completion)
    assert "schema" not in str(local.requests[0].body).lower()


async def test_a_model_without_a_schema_mode_is_told_the_schema_in_words(clients, local):
    await ask(clients, "claude-3-5-haiku-latest")
    body = local.requests[0].body
    assert "output_config" not in body
    assert "doc_ids" in str(body["system"])


async def test_a_contract_a_provider_does_not_take_is_refused_before_it_is_sent(clients, local):
    fields = {f"field{number}": (int | str | None, ...) for number in range(40)}
    failed = await outcome(clients, "claude-sonnet-5-5", contract=create_model("Wide", **fields))
    assert (failed.outcome, failed.usage) == (Outcome.REFUSED_REQUEST, NOTHING)
    assert local.requests == []


async def test_instructions_stay_apart_from_the_text(clients, local):
    for model in MODELS.values():
        await ask(clients, model)
    gemini, claude, gpt, other = (entry.body for entry in local.requests)
    assert gemini["systemInstruction"]["parts"] == [{"text": INSTRUCTIONS}]
    assert claude["system"][0]["text"] == INSTRUCTIONS
    for body in (gpt, other):
        assert [(one["role"], said(one["content"])) for one in body["messages"]] == [
            ("system", INSTRUCTIONS),
            ("user", TEXT),
        ]


def said(content):
    """A message's text, whether it is sent as it is or in parts."""
    return content if isinstance(content, str) else "".join(part["text"] for part in content)


async def test_models_are_asked_to_think_as_little_as_they_can(clients, local):
    for model in MODELS.values():
        await ask(clients, model)
    gemini, claude, gpt, _ = (entry.body for entry in local.requests)
    assert gemini["generationConfig"]["thinkingConfig"] == {"thinking_level": "LOW"}
    assert claude["thinking"] == {"type": "between_tools"}
    assert gpt["reasoning_effort"] == "none"


@pytest.mark.parametrize(
    ("model", "field", "told"),
    [
        ("gemini-3.5-flash-lite", "generationConfig", {"thinkingConfig": {"thinking_level": "MINIMAL"}}),
        ("gemini-2.5-flash-lite", "generationConfig", {"thinkingConfig": {"thinking_budget": 0}}),
        ("claude-haiku-5-5", "thinking", {"type": "disabled"}),
        ("claude-haiku-4-5", "thinking", None),
        ("gpt-6.1-sol", "reasoning_effort", "low"),
        ("gpt-6-luna", "reasoning_effort", "none"),
        ("gpt-5.1", "reasoning_effort", "none"),
    ],
)
async def test_each_line_of_models_is_told_in_its_own_way_to_think_little(clients, local, model, field, told):
    await ask(clients, model)
    sent = local.requests[0].body.get(field)
    assert sent == told or sent.items() >= told.items()


async def test_thoughts_count_as_received(clients):
    completion = await ask(clients, "gemini-3.8-flash")
    assert completion.usage.received >= 128


async def test_the_length_limit_and_the_temperature_go_out_where_the_model_takes_them(clients, local):
    models = ("gemini-3.8-flash", "claude-sonnet-5-5", "claude-haiku-4-5", "gpt-6.1-sol", "gpt-6.1-terra")
    for model in (*models, "compatible:local-model"):
        await ask(clients, model)
    gemini, claude, haiku, thinking, gpt, other = (entry.body for entry in local.requests)
    assert gemini["generationConfig"]["maxOutputTokens"] == 600
    assert gemini["generationConfig"]["temperature"] == 0.2
    assert (claude["max_tokens"], haiku["max_tokens"], haiku["temperature"]) == (600, 600, 0.2)
    assert thinking["max_completion_tokens"] == 600
    # They refuse to be told.
    assert "temperature" not in claude
    assert "temperature" not in thinking
    assert (gpt["max_completion_tokens"], gpt["temperature"]) == (600, 0.2)
    assert (other["max_tokens"], other["temperature"]) == (600, 0.2)


async def test_no_warning_is_shown_for_what_a_model_does_not_take(clients, recwarn):
    for model in (*MODELS.values(), "gpt-6.1-sol", "claude-opus-4-7", "gemini-3.5-flash-lite"):
        await ask(clients, model)
    assert [str(warning.message) for warning in recwarn] == []


@each_provider
async def test_what_a_provider_read_from_its_cache_is_told_apart(clients, provider):
    long = prompt(INSTRUCTIONS + " Say what is said and no more." * 400)
    first = await ask(clients, MODELS[provider], prompt=long)
    second = await ask(clients, MODELS[provider], prompt=long)
    assert first.usage.cached == 0
    assert second.usage.cached > 1000
    assert second.usage.sent == first.usage.sent > second.usage.cached
    assert (first.usage.written > 1000) == (provider == "anthropic")
    assert second.usage.written == 0


async def test_claude_is_told_to_keep_the_instructions_and_nothing_else(clients, local):
    await ask(clients, "claude-sonnet-5-5")
    body = local.requests[0].body
    assert body["system"][0]["cache_control"]["type"] == "ephemeral"
    assert "cache_control" not in str(body["messages"])
    assert "cache_control" not in body


async def test_gpt_is_told_to_keep_the_instructions_and_nothing_else(clients, local):
    await ask(clients, MODELS["openai"])
    system, user = local.requests[0].body["messages"]
    assert "prompt_cache_breakpoint" in system["content"][0]
    assert isinstance(user["content"], str)


@each_provider
async def test_a_wrong_answer_is_mended_in_the_same_conversation(clients, local, provider):
    local.behave(provider, Behaviour("wrong_once"))
    failed = await outcome(clients, MODELS[provider])
    assert failed.complaint
    mended = await ask(clients, MODELS[provider], repair=(failed.text, failed.complaint))
    assert read_draft(mended, Items).items
    assert mended.usage.sent > prompt().tokens / 2
    sent = str(local.requests[1].body)
    assert "confidence" in sent  # a field of the wrong answer
    assert "Your answer was not accepted: items: Field required" in sent


# How it can end

NO_TEXT_OF_USE = [
    ("truncated_json", Outcome.WRONG_SHAPE),
    ("wrong_schema", Outcome.WRONG_SHAPE),
    ("refusal", Outcome.REFUSAL),
    ("filtered", Outcome.REFUSAL),
    ("thinking_only", Outcome.EMPTY),
]
SURELY_NOT_PAID = [
    ("rate_limited", Outcome.RATE_LIMITED),
    ("overloaded", Outcome.OVERLOADED),
    ("bad_key", Outcome.REFUSED_KEY),
]


@each_provider
@pytest.mark.parametrize(("kind", "ending"), NO_TEXT_OF_USE)
async def test_what_cannot_be_used_is_paid_for_as_counted(clients, local, provider, kind, ending):
    local.behave(provider, Behaviour(kind))
    failed = await outcome(clients, MODELS[provider])
    assert failed.outcome is ending
    assert failed.usage is not None
    assert failed.usage.sent > 0
    assert bool(failed.complaint) == (ending is Outcome.WRONG_SHAPE)
    assert len(local.requests) == 1


@each_provider
@pytest.mark.parametrize(("kind", "ending"), SURELY_NOT_PAID)
async def test_errors_a_provider_reports_cost_nothing_and_are_not_repeated(
    clients, local, provider, kind, ending
):
    local.behave(provider, Behaviour(kind))
    failed = await outcome(clients, MODELS[provider])
    assert (failed.outcome, failed.usage) == (ending, NOTHING)
    assert len(local.requests) == 1


@pytest.mark.parametrize(
    ("kind", "ending"),
    [("slow", Outcome.TIMEOUT), ("no_answer", Outcome.TIMEOUT), ("cut", Outcome.CONNECTION)],
)
async def test_what_was_sent_and_not_answered_may_have_cost_anything(clients, local, kind, ending):
    local.behave("all", Behaviour(kind))
    failures = await asyncio.gather(*(outcome(clients, model, timeout=1.0) for model in MODELS.values()))
    assert [(failed.outcome, failed.usage) for failed in failures] == [(ending, None)] * len(MODELS)
    assert sorted(entry.provider for entry in local.requests) == sorted(MODELS)


@each_provider
async def test_a_huge_answer_is_not_read_to_its_end(clients, local, provider):
    local.behave(provider, Behaviour("huge"))
    failed = await outcome(clients, MODELS[provider])
    assert (failed.outcome, failed.usage) == (Outcome.WRONG_SHAPE, None)


@each_provider
async def test_an_answer_cut_by_its_length_limit_is_told_apart(clients, provider):
    failed = await outcome(clients, MODELS[provider], max_output=140 if provider == "google" else 12)
    assert failed.outcome is Outcome.TRUNCATED
    assert failed.usage.received in {12, 140}
    assert not failed.complaint


@each_provider
async def test_the_pause_a_rate_limit_asks_for_is_kept(clients, local, provider):
    local.behave(provider, Behaviour("rate_limited", retry_after=7.0))
    assert (await outcome(clients, MODELS[provider])).retry_after == 7.0


@pytest.mark.parametrize("provider", ["google", "anthropic", "openai"])
async def test_a_model_nobody_has_is_a_refused_request(clients, provider):
    failed = await outcome(clients, f"{provider}:nobody-9")
    assert (failed.outcome, failed.usage) == (Outcome.REFUSED_REQUEST, NOTHING)


@each_provider
async def test_giving_up_a_call_passes_through_and_ends_it(clients, local, provider):
    local.behave(provider, Behaviour("slow"))
    task = asyncio.create_task(ask(clients, MODELS[provider], timeout=30.0))
    for _ in range(1000):
        await asyncio.sleep(0.005)
        if local.requests:
            break
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    local.behave(provider, Behaviour())
    assert read_draft(await ask(clients, MODELS[provider]), Items).items


@each_provider
async def test_many_calls_at_once_keep_to_themselves(clients, local, provider):
    local.behave(provider, Behaviour("rate_limited"), times=3)
    endings = await asyncio.gather(
        *(ask(clients, MODELS[provider]) for _ in range(12)), return_exceptions=True
    )
    failed = [ending for ending in endings if isinstance(ending, CallFailed)]
    assert [failure.outcome for failure in failed] == [Outcome.RATE_LIMITED] * 3
    assert len(local.requests) == 12


# Keys


@each_provider
@pytest.mark.parametrize(
    ("kind", "ending"),
    [
        ("ok", Outcome.OK),
        ("bad_key", Outcome.REFUSED_KEY),
        ("rate_limited", Outcome.RATE_LIMITED),
        ("thinking_only", Outcome.OK),
        ("refusal", Outcome.OK),
    ],
)
async def test_a_key_is_checked_by_one_small_request(clients, local, provider, kind, ending):
    local.behave(provider, Behaviour(kind))
    assert await check_key(clients.get(parse_model(MODELS[provider]))) is ending
    assert len(local.requests) == 1


async def test_an_account_without_credit_is_a_refused_key(clients, local):
    for provider in ("anthropic", "openai", "compatible"):
        local.behave(provider, Behaviour("no_credit"))
        assert (await outcome(clients, MODELS[provider])).outcome is Outcome.REFUSED_KEY


# Ways to models


async def test_loading_beside_other_work_opens_every_provider(local):
    clients = Clients(Settings(**local.settings(*MODELS)))
    await asyncio.to_thread(clients.load)
    assert clients.providers == tuple(MODELS)
    for model in MODELS.values():
        assert read_draft(await ask(clients, model), Items).items
    await clients.aclose()


async def test_a_model_is_opened_once(clients):
    model = parse_model("gpt-6.1-terra")
    assert clients.get(model) is clients.get(model)


def test_no_sdk_is_loaded_before_a_model_is_asked():
    code = (
        "import sys; import tidings.llm.clients, tidings.llm.gemini, tidings.llm.drafts, tidings.llm.prices;"
        "print([name for name in ('pydantic_ai', 'openai', 'anthropic', 'google.genai', 'genai_prices')"
        " if name in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"
