"""`weekly_prometheus`: the address of a real Prometheus that has scraped the made-up week, and no more."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.integration.slo import week
from tests.scraped import scraped


@pytest.fixture
def new_prometheus(tmp_path: Path) -> Iterator[str]:
    """One that has scraped nothing yet."""
    with scraped(tmp_path) as url:
        yield url


@pytest.fixture(scope="session")
def weekly_prometheus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with scraped(tmp_path_factory.mktemp("prometheus"), week.samples(week.now())) as url:
        yield url
