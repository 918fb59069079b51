"""`kill -9` while a model is being asked: the cost is on the books, and the next command is answered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from command import Tidings, environment
from tests.waiting import eventually

from tidings.dev.behaviour import Behaviour
from tidings.dev.servers import ProviderServers
from tidings.schemas import Answer

QUESTION = ("analyze", "sentiment", "ferry", "--window", "1w", "--json")
CALLS = "SELECT model, outcome, nanos_reserved, nanos_paid FROM model_calls ORDER BY started_at"
# What is spent and reserved today of everybody, and of each user.
POTS = "SELECT nanos_spent, nanos_reserved FROM model_pots WHERE name NOT LIKE 'command %'"
LAPSE = "UPDATE model_calls SET lapses_at = clock_timestamp() WHERE outcome IS NULL"


@pytest.fixture
def servers() -> Iterator[ProviderServers]:
    with ProviderServers() as running:
        yield running


@pytest.fixture
def asking(tmp_path: Path, database_url: str, servers: ProviderServers, sample_file: Path) -> Tidings:
    """The command on the sample, with the servers' models."""
    options = {f"TIDINGS_{name.upper()}": str(value) for name, value in servers.settings("openai").items()}
    command = Tidings(environment(tmp_path, TIDINGS_DATABASE_URL=database_url, **options))
    command.json("import", str(sample_file))
    return command


def test_the_cost_of_a_killed_command_is_booked_and_the_next_one_is_answered(
    asking: Tidings, servers: ProviderServers, database_url: str
) -> None:
    servers.behave("all", Behaviour("no_answer"))
    killed = asking.start(*QUESTION)
    eventually(lambda: servers.requests, "a model is asked")
    killed.kill()
    killed.wait()
    with psycopg.connect(database_url, autocommit=True) as conn:
        [(model, outcome, reserved, paid)] = conn.execute(CALLS).fetchall()
        assert (model, outcome, paid) == ("gpt-6.1-terra", None, None)
        assert reserved > 0
        assert conn.execute(POTS).fetchall() == [(0, reserved), (0, reserved)]

        servers.reset()
        answer = Answer.model_validate(asking.json(*QUESTION[:-1]))
        assert answer.meta.model == "gpt-6.1-terra"
        assert answer.meta.degradations == ()

        conn.execute(LAPSE)
        asking.json("analyze", "topics", "--window", "1w")
        booked = conn.execute(CALLS).fetchall()
        assert booked[0] == ("gpt-6.1-terra", "lost", reserved, reserved)
        assert {outcome for _, outcome, *_ in booked[1:]} == {"ok"}
        spent = sum(paid for *_, paid in booked)
        assert conn.execute(POTS).fetchall() == [(spent, 0), (spent, 0)]
