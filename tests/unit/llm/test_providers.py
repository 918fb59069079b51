import pytest
from pydantic import SecretStr

from tidings.errors import InvalidRequest
from tidings.llm.clients import Clients
from tidings.llm.models import parse_model
from tidings.llm.providers import access, accesses
from tidings.settings import Settings

NO_KEYS = dict.fromkeys(
    f"{whose}_{what}"
    for whose in ("gemini", "anthropic", "openai", "compatible")
    for what in ("api_key", "base_url", "url")
)
KEY = "key-of-a-test-7"


def settings(**given):
    return Settings(**{**NO_KEYS, **given})


def test_without_keys_nobody_is_asked():
    assert accesses(settings()) == {}
    assert Clients(settings()).get(parse_model("gpt-6.1-terra")) is None


def test_providers_with_a_key_are_asked_at_their_own_address():
    found = accesses(settings(gemini_api_key=KEY, anthropic_api_key=KEY, openai_api_key=KEY))
    assert {name: way.address for name, way in found.items()} == {
        "google": "https://generativelanguage.googleapis.com",
        "anthropic": "https://api.anthropic.com",
        "openai": "https://api.openai.com/v1",
    }


def test_another_address_goes_before_their_own():
    found = accesses(settings(openai_api_key=KEY, openai_base_url="http://gateway:4000/v1"))
    assert found["openai"].address == "http://gateway:4000/v1"


def test_a_compatible_endpoint_needs_an_address_and_no_key():
    assert accesses(settings(compatible_api_key=KEY)) == {}
    keyless = accesses(settings(compatible_url="http://localhost:11434/v1"))["compatible"]
    assert keyless.key.get_secret_value() == "none"
    keyed = accesses(settings(compatible_url="http://localhost:11434/v1", compatible_api_key=KEY))
    assert keyed["compatible"].key.get_secret_value() == KEY


@pytest.mark.parametrize("blank", ["", "  ", "\n"])
def test_a_blank_key_is_none(blank):
    assert access("openai", SecretStr(blank), None) is None


def test_line_breaks_around_a_key_from_a_file_are_no_part_of_it():
    assert access("openai", SecretStr(f"{KEY}\n"), None).key.get_secret_value() == KEY


@pytest.mark.parametrize("key", ["kеy-with-a-cyrillic-e", "two words", "half\nhalf"])
def test_a_key_that_cannot_be_sent_is_refused_without_being_shown(key):
    with pytest.raises(InvalidRequest) as refused:
        accesses(settings(anthropic_api_key=key))
    assert refused.value.message == "setting_key"
    assert refused.value.params["option"] == "TIDINGS_ANTHROPIC_API_KEY"
    assert key not in str(refused.value) + str(refused.value.params)


@pytest.mark.parametrize(
    "address",
    ["gateway:4000", "ftp://gateway/v1", "https://", "http://[::1/v1", "http://me:secret@gateway/v1", "/v1"],
)
def test_an_address_that_cannot_be_called_is_refused_without_being_shown(address):
    with pytest.raises(InvalidRequest) as refused:
        accesses(settings(openai_api_key=KEY, openai_base_url=address))
    assert refused.value.message == "setting_address"
    assert refused.value.params["option"] == "TIDINGS_OPENAI_BASE_URL"
    assert "secret" not in str(refused.value)


def test_keys_are_in_no_description_of_what_holds_them():
    clients = Clients(settings(openai_api_key=KEY, compatible_url="http://localhost:1/v1"))
    shown = [repr(found) for found in accesses(settings(openai_api_key=KEY)).values()]
    client = clients.get(parse_model("gpt-6.1-terra"))
    assert repr(client) == "Client(openai:gpt-6.1-terra)"
    assert KEY not in "".join([*shown, repr(clients), str(client)])
