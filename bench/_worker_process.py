"""`tidings worker` among outlets on loopback, which come due within seconds: started by the bench of workers.

python -m bench._worker_process HOST:PORT,HOST:PORT,...
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import timedelta
from functools import partial
from unittest.mock import patch

from tidings.cli import main
from tidings.ingest import fetch, schedule
from tidings.ingest.addresses import AddressRule

# Between two polls of a feed, where a real one waits for five minutes at least.
INTERVAL = timedelta(seconds=5)


def work(endpoints: Sequence[str]) -> int:
    """Run the command until it is told to end."""
    allowed = frozenset((host, int(port)) for host, _, port in (end.rpartition(":") for end in endpoints))
    with ExitStack() as stack:
        stack.enter_context(patch.object(fetch, "AddressRule", partial(AddressRule, allowed)))
        for name in ("SHORTEST", "FIRST", "LONGEST", "LONGEST_BACK_OFF"):
            stack.enter_context(patch.object(schedule, name, INTERVAL))
        return main(["worker"])


if __name__ == "__main__":
    sys.exit(work(sys.argv[1].split(",")))
