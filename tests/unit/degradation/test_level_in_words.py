"""The level as operators see it in the bot, and the rule's reasons as they are kept and told."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tidings.bot.showing.html import parts
from tidings.bot.talking.operators import Facts, status_page
from tidings.degradation import Level
from tidings.degrading.rule import Demand, Reason, told
from tidings.messages import CATALOGUE, Lang
from tidings.pages.reader import Reader
from tidings.prose.degradations import level_notice
from tidings.store.degradation import Change

NOW = datetime(2026, 3, 8, 18, 5, tzinfo=UTC)


def status(level: int, lang: Lang) -> str:
    change = Change(1, level, False, "vera", "slow", NOW, NOW)
    facts = Facts(0, None, [], 0, 0, 0, 0, 0, [], 0, 0, change)
    return "\n".join(part.plain for part in parts(status_page(facts, Reader(lang), NOW)))


def test_status_in_the_bot_tells_the_level() -> None:
    assert "reduced (level 2) since" in status(2, "en")
    assert "(уровень 3)" in status(3, "ru")
    assert "Full service" in status(0, "en")


@pytest.mark.parametrize("reason", Reason)
def test_what_the_rule_keeps_can_be_told_again(reason: Reason) -> None:
    demand = Demand(Level.SOFT, reason, ("HighErrorRate", "HighLatency"))
    assert told(demand.why) == (reason, "HighErrorRate, HighLatency")
    assert told(Demand(Level.SOFT, reason).why) == (reason, "")
    assert f"degrade.why.{reason.value}" in CATALOGUE


@pytest.mark.parametrize("level", [Level.SOFT, Level.HARD, Level.EMERGENCY])
@pytest.mark.parametrize("lang", ["ru", "en"])
def test_readers_are_told_the_day_where_it_is_not_today(level: Level, lang: Lang) -> None:
    code, text = level_notice(level, NOW, lang)
    assert code == "service_level"
    assert str(level.value) in text
    assert "2026" in text
    assert "18:05 UTC" in text
