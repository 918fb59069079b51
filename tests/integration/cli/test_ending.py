"""Commands that are asked to end and cannot: they do not stay."""

from __future__ import annotations

import signal
import subprocess
import sys

from tests.waiting import PATIENCE

HANGS = """
import asyncio, time
from tidings.cli import interrupts

async def work():
    print("begun", flush=True)
    await asyncio.to_thread(time.sleep, 600)

interrupts._PATIENCE = 0.5
interrupts.run(work())
"""


def test_what_hangs_is_left_in_the_end() -> None:
    """A thread that waits for a frozen server cannot be cancelled, and the loop would wait for it."""
    with subprocess.Popen([sys.executable, "-c", HANGS], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        process.send_signal(signal.SIGTERM)
        told, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 128 + signal.SIGTERM
    assert "ended_by_force" in told
