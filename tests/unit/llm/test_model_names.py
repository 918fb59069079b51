import pytest

from tidings.errors import InvalidRequest
from tidings.llm.models import ModelName, parse_model


@pytest.mark.parametrize(
    ("text", "provider", "name"),
    [
        ("gemini-2.5-pro", "google", "gemini-2.5-pro"),
        ("claude-sonnet-4-5", "anthropic", "claude-sonnet-4-5"),
        ("claude-sonnet-4-5-20250929", "anthropic", "claude-sonnet-4-5-20250929"),
        ("gpt-5", "openai", "gpt-5"),
        ("o3", "openai", "o3"),
        ("o4-mini", "openai", "o4-mini"),
        ("chatgpt-4o-latest", "openai", "chatgpt-4o-latest"),
        (" gpt-5-mini ", "openai", "gpt-5-mini"),
    ],
)
def test_bare_names_belong_to_whose_they_are(text, provider, name):
    assert parse_model(text) == ModelName(provider, name)


@pytest.mark.parametrize(
    "text", ["llama3", "qwen3:8b", "gpt-oss:20b", "gemma3", "orca-mini", "anthropic/claude-sonnet-4.5"]
)
def test_names_that_no_provider_owns_are_asked_of_the_compatible_endpoint(text):
    assert parse_model(text) == ModelName("compatible", text)


def test_a_named_provider_goes_before_the_look_of_the_name():
    assert parse_model("compatible:gpt-5") == ModelName("compatible", "gpt-5")
    assert parse_model("google:gemma-3-27b-it") == ModelName("google", "gemma-3-27b-it")
    assert parse_model("compatible:qwen3:8b") == ModelName("compatible", "qwen3:8b")


def test_a_models_text_is_read_back_as_the_same_model():
    for text in ("gemini-2.5-pro", "qwen3:8b", "gpt-oss:20b"):
        assert parse_model(str(parse_model(text))) == parse_model(text)


@pytest.mark.parametrize("text", ["", "  ", "openai:", "two words", "a=b", "line\nbreak", "x" * 201])
def test_what_cannot_be_a_name_is_refused(text):
    with pytest.raises(InvalidRequest) as refused:
        parse_model(text)
    assert refused.value.message == "bad_model_name"
