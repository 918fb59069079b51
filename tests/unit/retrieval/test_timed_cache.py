import pytest
from prometheus_client import REGISTRY

from tidings.retrieval.cache import TimedCache


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_a_value_is_kept_until_its_time_is_over(clock):
    cache = TimedCache("t", seconds=300, clock=clock)
    cache.put("key", 1)
    clock.now = 299.9
    assert cache.get("key") == 1
    clock.now = 300
    assert cache.get("key") is None
    assert len(cache) == 0


def test_a_look_up_does_not_prolong_a_value(clock):
    cache = TimedCache("t", seconds=300, clock=clock)
    cache.put("key", 1)
    clock.now = 200
    cache.get("key")
    clock.now = 301
    assert cache.get("key") is None


def test_the_least_recently_used_leaves_first(clock):
    cache = TimedCache("t", seconds=300, size=2, clock=clock)
    cache.put("a", 1)
    cache.put("b", 2)
    cache.get("a")
    cache.put("c", 3)
    assert [cache.get(key) for key in "abc"] == [1, None, 3]


def test_a_cache_of_no_time_keeps_nothing(clock):
    cache = TimedCache("t", seconds=0, clock=clock)
    cache.put("key", 1)
    assert cache.get("key") is None


def test_look_ups_and_hits_are_counted_by_name(clock):
    cache = TimedCache("counted_here", seconds=300, clock=clock)
    cache.get("key")
    cache.put("key", 1)
    cache.get("key")
    labels = {"cache": "counted_here"}
    assert REGISTRY.get_sample_value("orchestrator_cache_requests_total", labels) == 2
    assert REGISTRY.get_sample_value("orchestrator_cache_hits_total", labels) == 1
