"""Flags: what the settings say, for whom a provider says otherwise, and what holds when it fails."""

import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from openfeature import api
from openfeature.evaluation_context import EvaluationContext
from openfeature.flag_evaluation import FlagResolutionDetails
from openfeature.provider.in_memory_provider import InMemoryFlag, InMemoryProvider
from prometheus_client import REGISTRY
from structlog.testing import capture_logs

from tidings.flags import Flag, Flags, targeting_key
from tidings.settings import Settings

SETTINGS = Settings(database_url=None)
BY_DEFAULT = {flag: flag is not Flag.RERANK for flag in Flag}

Decide = Callable[[EvaluationContext], object]


def provider(decide: Decide, *names: str) -> InMemoryProvider:
    """A provider that decides these flags from the context it is given."""

    def evaluate(_: InMemoryFlag[object], context: EvaluationContext) -> FlagResolutionDetails[object]:
        return FlagResolutionDetails(value=decide(context))

    return InMemoryProvider({name: InMemoryFlag("on", {}, context_evaluator=evaluate) for name in names})


def failures(flag: Flag, reason: str) -> float:
    return REGISTRY.get_sample_value("flag_errors_total", {"flag": flag, "reason": reason}) or 0.0


@pytest.fixture
def host() -> Iterator[None]:
    """A program that uses OpenFeature for flags of its own, some of the same name."""
    api.set_provider(InMemoryProvider({"rerank": InMemoryFlag("on", {"on": True})}))
    yield
    api.clear_providers()


def test_every_flag_has_a_setting_and_every_flag_setting_is_one() -> None:
    options = {name for name in Settings.model_fields if name.startswith("flag_")}
    assert {flag.setting for flag in Flag} == options


def test_all_but_rerank_are_on_unless_the_settings_say_otherwise() -> None:
    flags = Flags.from_settings(SETTINGS)
    assert {flag: flags.on(flag) for flag in Flag} == BY_DEFAULT


@pytest.mark.parametrize("flag", Flag)
def test_a_setting_switches_its_own_flag_and_no_other(flag: Flag) -> None:
    turned = Settings(database_url=None, **{flag.setting: not BY_DEFAULT[flag]})
    flags = Flags.from_settings(turned)
    assert {other for other in Flag if flags.on(other, "someone") != BY_DEFAULT[other]} == {flag}


def test_engines_with_other_settings_keep_their_own_flags() -> None:
    one = Flags.from_settings(SETTINGS)
    other = Flags.from_settings(Settings(database_url=None, flag_rerank=True))
    assert (one.on(Flag.RERANK), other.on(Flag.RERANK)) == (False, True)


def test_the_flags_of_a_program_that_holds_tidings_are_apart(host: None) -> None:
    flags = Flags.from_settings(SETTINGS)
    assert not flags.on(Flag.RERANK)
    assert api.get_client().get_boolean_value("rerank", False)


def test_the_settings_hold_when_that_program_drops_all_providers(host: None) -> None:
    flags = Flags.from_settings(SETTINGS)
    api.clear_providers()
    assert {flag: flags.on(flag) for flag in Flag} == BY_DEFAULT


def test_a_provider_can_choose_by_user() -> None:
    chosen = targeting_key("ann")
    flags = Flags(provider(lambda context: context.targeting_key == chosen, "rerank"), BY_DEFAULT)
    assert flags.on(Flag.RERANK, "ann")
    assert not flags.on(Flag.RERANK, "ben")
    assert not flags.on(Flag.RERANK)


def test_a_provider_never_sees_who_the_user_is() -> None:
    seen: list[EvaluationContext] = []

    def look(context: EvaluationContext) -> bool:
        seen.append(context)
        return True

    flags = Flags(provider(look, "rerank"), BY_DEFAULT)
    flags.on(Flag.RERANK, "ann.example")
    flags.on(Flag.RERANK)
    assert "ann.example" not in repr(seen)
    assert [context.targeting_key for context in seen] == [targeting_key("ann.example"), None]


def test_a_user_s_key_is_the_same_on_every_machine_and_nobody_else_s() -> None:
    assert targeting_key("ann") == "2c2075a28a498dcd429ba61ae9c2a979"
    assert len({targeting_key(str(number)) for number in range(1000)}) == 1000


def fails(_: EvaluationContext) -> bool:
    raise ConnectionError("flagd is not there")


def says_maybe(_: EvaluationContext) -> str:
    return "maybe"


@pytest.mark.parametrize(
    ("decide", "names", "reason"),
    [
        (fails, ["rerank", "topic_modeler"], "general"),
        (says_maybe, ["rerank", "topic_modeler"], "type_mismatch"),
        (fails, [], "flag_not_found"),
    ],
)
def test_where_the_provider_fails_the_settings_hold_and_it_is_told(
    decide: Decide, names: list[str], reason: str
) -> None:
    flags = Flags(provider(decide, *names), {**BY_DEFAULT, Flag.RERANK: True})
    before = failures(Flag.RERANK, reason)
    with capture_logs() as lines:
        assert flags.on(Flag.RERANK)
    assert failures(Flag.RERANK, reason) == before + 1
    told = [{key: line[key] for key in ("event", "flag", "reason", "on")} for line in lines]
    assert told == [{"event": "flag_default", "flag": "rerank", "reason": reason, "on": True}]
    assert flags.on(Flag.TOPIC_MODELER)
    assert not Flags(provider(decide, *names), dict.fromkeys(Flag, False)).on(Flag.TOPIC_MODELER)


def test_openfeature_is_imported_only_by_who_asks_for_flags() -> None:
    code = "import sys, tidings.flags; sys.exit('openfeature' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
