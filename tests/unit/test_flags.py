"""Flags: what the settings say, for whom a provider says otherwise, and what holds when it fails."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from openfeature import api
from openfeature.evaluation_context import EvaluationContext
from openfeature.flag_evaluation import FlagResolutionDetails
from openfeature.provider.in_memory_provider import InMemoryFlag, InMemoryProvider
from prometheus_client import REGISTRY
from structlog.testing import capture_logs

from tidings.errors import InvalidRequest
from tidings.flags import DRILL, Drill, Flag, Flags, Track, targeting_key
from tidings.flags.document import bundled
from tidings.flags.flag import Fault
from tidings.messages import say
from tidings.settings import Settings
from tidings.store.rollouts import Share

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
    # Beside what OpenFeature logs itself, which is seen where logging was set up.
    told = [
        {key: line[key] for key in ("event", "flag", "reason", "on")}
        for line in lines
        if line["event"] == "flag_default"
    ]
    assert told == [{"event": "flag_default", "flag": "rerank", "reason": reason, "on": True}]
    assert flags.on(Flag.TOPIC_MODELER)
    assert not Flags(provider(decide, *names), dict.fromkeys(Flag, False)).on(Flag.TOPIC_MODELER)


def test_openfeature_is_imported_only_by_who_asks_for_flags() -> None:
    code = "import sys, tidings.flags; sys.exit('openfeature' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# What a flags file says


def written(folder: Path, change: Callable[[dict[str, Any]], object] = lambda flags: None) -> Path:
    """The file that comes with Tidings, its flags changed."""
    document = bundled()
    change(document["flags"])
    path = folder / "flags.json"
    path.write_text(json.dumps(document))
    return path


def settings_with(path: Path, **options: Any) -> Settings:
    return Settings(database_url=None, data_dir=path.parent / "data", flags_file=path, **options)


def test_every_flag_stands_in_the_file_that_comes_with_tidings_with_what_it_is_for() -> None:
    flags = bundled()["flags"]
    assert set(flags) == {*Flag, DRILL}
    assert all(len(flag["metadata"]["description"]) > 30 for flag in flags.values())
    for flag in Flag:
        assert flags[flag]["metadata"]["setting"] == f"TIDINGS_{flag.setting.upper()}"


def test_the_file_that_comes_with_tidings_is_right_as_an_operator_s_own(tmp_path: Path) -> None:
    flags = Flags.from_settings(settings_with(written(tmp_path), flag_rerank=True))
    assert {flag: flags.on(flag) for flag in Flag} == dict.fromkeys(Flag, True)
    assert flags.drill("ann") == Drill(Fault.NONE, 25.0)


def test_a_file_wins_over_the_settings_and_settings_hold_for_what_it_does_not_name(tmp_path: Path) -> None:
    def only_rerank(flags: dict[str, Any]) -> None:
        for name in set(flags) - {"rerank"}:
            del flags[name]
        flags["rerank"]["defaultVariant"] = "on"

    flags = Flags.from_settings(settings_with(written(tmp_path, only_rerank), flag_topic_modeler=False))
    assert flags.on(Flag.RERANK)
    assert not flags.on(Flag.TOPIC_MODELER)
    assert flags.on(Flag.QUERY_EXPANSION)


def test_a_rule_of_the_file_decides_by_user(tmp_path: Path) -> None:
    def for_ann(flags: dict[str, Any]) -> None:
        is_ann = {"==": [{"var": "targetingKey"}, targeting_key("ann")]}
        flags["rerank"]["targeting"] = {"if": [is_ann, "on", None]}

    flags = Flags.from_settings(settings_with(written(tmp_path, for_ann)))
    assert [flags.on(Flag.RERANK, user) for user in ("ann", "ben", None)] == [True, False, False]
    flags.close()


@pytest.mark.parametrize(
    ("change", "message", "named"),
    [
        (lambda flags: flags.update(rerankk=flags.pop("rerank")), "flag_unknown", "rerankk"),
        (lambda flags: flags.update(rerank=[]), "flag_shape", "rerank"),
        (lambda flags: flags["rerank"].update(state="ON"), "flag_state", "rerank"),
        (lambda flags: flags["rerank"].pop("state"), "flag_state", "rerank"),
        (lambda flags: flags["rerank"].update(variants={"on": True}), "flag_variants", "rerank"),
        (lambda flags: flags["rerank"].update(variants={"on": 1, "off": 0}), "flag_variants", "rerank"),
        (lambda flags: flags["drill"]["variants"].update(loud="loud"), "flag_variants", "drill"),
        (lambda flags: flags["rerank"].update(defaultVariant="maybe"), "flag_default", "rerank"),
        (lambda flags: flags["rerank"].update(note="x"), "flag_field", "rerank"),
        (lambda flags: flags["rerank"].update(targeting={"unheard of": [1]}), "flag_targeting", "rerank"),
        (lambda flags: flags["rerank"].update(targeting={"if": [True, "maybe"]}), "flag_targeting", "rerank"),
        (lambda flags: flags["drill"]["metadata"].update(slow_seconds="long"), "flag_slow", "drill"),
    ],
)
def test_a_wrong_file_is_refused_with_the_flag_that_is_wrong(
    change: Callable[[dict[str, Any]], object], message: str, named: str, tmp_path: Path
) -> None:
    with pytest.raises(InvalidRequest) as caught:
        Flags.from_settings(settings_with(written(tmp_path, change)))
    assert caught.value.message == message
    assert caught.value.params["flag"] == named
    assert str(caught.value.params["path"]).endswith("flags.json")
    assert say(caught.value.message, "en", **caught.value.params)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"{", "flags_not_json"),
        (b"[]", "flags_shape"),
        (b"{}", "flags_shape"),
        (b"\xff", "flags_not_utf8"),
        (b"[" * 100_000, "flags_shape"),
        (b"1" * 5_000, "flags_shape"),
    ],
)
def test_what_is_no_flags_file_is_refused(text: bytes, message: str, tmp_path: Path) -> None:
    path = tmp_path / "flags.json"
    path.write_bytes(text)
    with pytest.raises(InvalidRequest) as caught:
        Flags.from_settings(settings_with(path))
    assert caught.value.message == message
    with pytest.raises(InvalidRequest, match="No such file"):
        Flags.from_settings(settings_with(tmp_path / "elsewhere.json"))


def refreshed(flags: Flags, *shares: Share) -> bool:
    """Whether anything changed once the flags know of these shares."""
    prepared = flags.prepare(shares)
    if prepared is not None:
        flags.adopt(prepared)
    return prepared is not None


def test_a_file_that_is_changed_acts_and_one_that_goes_wrong_changes_nothing(tmp_path: Path) -> None:
    path = written(tmp_path)
    flags = Flags.from_settings(settings_with(path))
    assert not refreshed(flags)
    written(tmp_path, lambda flags: flags["rerank"].update(defaultVariant="on"))
    assert refreshed(flags)
    assert flags.on(Flag.RERANK)

    before = REGISTRY.get_sample_value("flag_errors_total", {"flag": "all", "reason": "file"}) or 0.0
    path.write_text("{")
    with capture_logs() as lines:
        assert not refreshed(flags)
        assert not refreshed(flags)
    assert flags.on(Flag.RERANK)
    assert [line["event"] for line in lines] == ["flags_kept"]
    assert REGISTRY.get_sample_value("flag_errors_total", {"flag": "all", "reason": "file"}) == before + 1

    written(tmp_path)
    assert refreshed(flags)
    assert not flags.on(Flag.RERANK)


# What is rolled out

MANY = [f"telegram:{number}" for number in range(20_000)]


def rolled_out_to(folder: Path, percent: int, flag: str = "rerank", variant: str = "on") -> Flags:
    flags = Flags.from_settings(Settings(database_url=None, data_dir=folder))
    assert refreshed(flags, Share(flag, variant, percent, running=True))
    return flags


def test_a_rollout_reaches_its_share_of_users_and_who_has_it_keeps_it_as_it_grows(tmp_path: Path) -> None:
    having: list[set[str]] = []
    for percent in (10, 30):
        flags = rolled_out_to(tmp_path, percent)
        having.append({user for user in MANY if flags.on(Flag.RERANK, user)})
        assert abs(len(having[-1]) / len(MANY) * 100 - percent) < 1.5
        assert all((flags.track(user) is Track.CANARY) == (user in having[-1]) for user in MANY[:1000])
        assert not flags.on(Flag.RERANK)
        assert flags.track() is Track.STABLE
        flags.close()
    assert having[0] < having[1]


def test_two_flags_are_rolled_out_to_different_users(tmp_path: Path) -> None:
    rerank, drill = rolled_out_to(tmp_path, 10), rolled_out_to(tmp_path, 10, DRILL, "fail")
    users = MANY[:3000]
    both = sum(rerank.on(Flag.RERANK, user) and drill.drill(user).fault is Fault.FAIL for user in users)
    assert both < len(users) * 0.03


def test_a_complete_rollout_is_everybody_s_and_nobody_s_canary(tmp_path: Path) -> None:
    flags = Flags.from_settings(Settings(database_url=None, data_dir=tmp_path))
    assert refreshed(flags, Share("rerank", "on", 100, running=False))
    assert flags.on(Flag.RERANK)
    assert flags.on(Flag.RERANK, "ann")
    assert flags.track("ann") is Track.STABLE
    assert refreshed(flags)
    assert not flags.on(Flag.RERANK, "ann")


def test_users_outside_of_the_share_keep_what_the_file_gives_them(tmp_path: Path) -> None:
    def for_ann(flags: dict[str, Any]) -> None:
        is_ann = {"==": [{"var": "targetingKey"}, targeting_key("ann")]}
        flags["rerank"]["targeting"] = {"if": [is_ann, "on", "off"]}

    flags = Flags.from_settings(settings_with(written(tmp_path, for_ann)))
    assert refreshed(flags, Share("rerank", "on", 1, running=True))
    assert flags.on(Flag.RERANK, "ann")
    assert flags.track("ann") is Track.STABLE
    assert 0 < sum(flags.on(Flag.RERANK, user) for user in MANY[:2000]) < 60


@pytest.mark.parametrize("running", [True, False])
def test_a_flag_that_is_disabled_is_what_its_setting_says_whatever_is_rolled_out(
    tmp_path: Path, running: bool
) -> None:
    path = written(tmp_path, lambda flags: flags["rerank"].update(state="DISABLED", defaultVariant="on"))
    flags = Flags.from_settings(settings_with(path))
    refreshed(flags, Share("rerank", "on", 100, running))
    with capture_logs() as lines:
        assert not flags.on(Flag.RERANK, "ann")
    assert lines == []
    assert flags.track("ann") is Track.STABLE
    assert flags.variants("rerank") == ()


def test_shares_are_measured_by_flag(tmp_path: Path) -> None:
    rolled_out_to(tmp_path, 30).measure()
    share = REGISTRY.get_sample_value("flag_share_ratio", {"flag": "rerank"})
    assert share == pytest.approx(0.3, abs=0.07)
    assert REGISTRY.get_sample_value("canary_share_ratio", {"flag": "rerank"}) == 0.3
    assert REGISTRY.get_sample_value("canary_share_ratio", {"flag": "drill"}) == 0
    assert REGISTRY.get_sample_value("flag_share_ratio", {"flag": "topic_modeler"}) == 1


def test_what_a_dead_process_left_is_removed_by_the_next_and_what_a_living_one_has_is_not(
    tmp_path: Path,
) -> None:
    living = rolled_out_to(tmp_path, 10)
    held = next((tmp_path / "flags").iterdir())
    left = tmp_path / "flags" / "left"
    left.mkdir()
    for folder in (held, left):
        os.utime(folder, (1, 1))
    rolled_out_to(tmp_path, 10).close()
    assert held.exists()
    assert not left.exists()
    living.close()


def test_the_evaluator_of_rules_is_imported_only_where_a_rule_is() -> None:
    code = (
        "import sys; from tidings.flags import Flags, Flag; from tidings.settings import Settings;"
        "Flags.from_settings(Settings(database_url=None)).on(Flag.RERANK); sys.exit('grpc' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
