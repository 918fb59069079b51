"""The estimate of tokens against a real tokeniser, that of the small model the tests serve."""

import http.client
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from tests.real_model import NAME, _llama

from tidings.agents.prompts.topic_modeler import INSTRUCTIONS, TopicsDraft
from tidings.llm.clients import Clients
from tidings.llm.models import ModelName
from tidings.llm.task import Prompt
from tidings.llm.tokens import estimate_request, estimate_tokens
from tidings.sample.corpus import articles
from tidings.settings import Settings


@pytest.fixture(scope="module")
def model() -> Iterator[str]:
    """The address of the small model's own server."""
    with _llama() as address:
        yield address


@pytest.fixture(scope="module")
def count(model: str) -> Iterator[Callable[[str], int]]:
    """How many tokens a text really has."""
    place = urlsplit(model)
    connection = http.client.HTTPConnection(place.hostname, place.port)

    def counted(text: str) -> int:
        content = {"content": text, "add_special": False, "parse_special": False}
        connection.request("POST", "/tokenize", json.dumps(content), {"Content-Type": "application/json"})
        return len(json.loads(connection.getresponse().read())["tokens"])

    yield counted
    connection.close()


def news() -> list[str]:
    """The bundled news, three articles a text."""
    rows = articles(datetime(2025, 3, 8, 18, tzinfo=UTC))
    texts = [f"{row['title']}\n{row['text']}" for row in rows]
    return ["\n".join(texts[start : start + 3]) for start in range(0, len(texts), 3)]


def test_news_is_never_estimated_too_low_and_little_too_high(count):
    texts = news()
    shares = [estimate_tokens(text) / count(text) for text in texts]
    assert len(texts) > 20
    assert min(shares) >= 1
    assert sum(shares) / len(shares) <= 1.3


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_instructions_and_schemas_are_not_estimated_too_low(count, lang):
    schema = json.dumps(TopicsDraft.model_json_schema(), ensure_ascii=False)
    for text in (INSTRUCTIONS[lang], schema):
        assert count(text) <= estimate_tokens(text) <= 1.6 * count(text)


@pytest.mark.parametrize(
    "text",
    [
        "0123456789" * 30,
        "deadbeef-0001-9f3a" * 20,
        "https://news.example/2025/03/08/bridge-over-iva?utm_source=feed&id=83726" * 4,
        "\u200b\u200d\ufeff\u2060" * 80,
        "🚧🌉👩‍🚒🇪🇺" * 30,
        "橋梁開通式典金曜日" * 30,
        "გახსნეს ხიდი " * 20,
        "ЗАЯВЛЕНИЕ МЧС РФ № 17/3-Б " * 10,
        "qwxzv bnmtr wrtlk " * 20,
        '{"id": "D1", "n": 12.5, "ok": true}\n' * 10,
    ],
)
def test_odd_texts_are_not_estimated_too_low(count, text):
    assert count(text) <= estimate_tokens(text)


async def test_a_request_is_not_estimated_too_low(model):
    instructions, text = "Be brief.", "The bridge over the Iva was opened on Friday. What is new?"
    asked = Prompt(instructions, text, (), estimate_request(instructions, text, None))
    clients = Clients(Settings(compatible_url=f"{model}/v1", compatible_api_key=None))
    completion = await clients.get(ModelName("compatible", NAME)).complete(
        asked, contract=None, max_output=1, temperature=0.0, timeout=60.0
    )
    assert 0 < completion.usage.sent <= asked.tokens
    assert completion.usage.received == 1
    await clients.aclose()
