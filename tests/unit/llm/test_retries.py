import pytest

from tidings.llm.outcomes import CallFailed, Outcome
from tidings.llm.retries import pause_before_retry

PASSING = [Outcome.RATE_LIMITED, Outcome.OVERLOADED, Outcome.CONNECTION]


def failed(outcome, retry_after=None):
    return CallFailed(outcome, "", retry_after=retry_after)


@pytest.mark.parametrize("outcome", PASSING)
def test_a_failure_that_may_pass_is_tried_once_more(outcome):
    assert pause_before_retry(failed(outcome), attempt=1, left=10) > 0
    assert pause_before_retry(failed(outcome), attempt=2, left=10) is None


@pytest.mark.parametrize("outcome", [each for each in Outcome if each not in PASSING])
def test_no_other_failure_is_tried_again(outcome):
    assert pause_before_retry(failed(outcome), attempt=1, left=10) is None


def test_the_wait_a_provider_asks_for_is_kept():
    assert pause_before_retry(failed(Outcome.RATE_LIMITED, 4.0), attempt=1, left=10) == 4.0
    assert pause_before_retry(failed(Outcome.OVERLOADED, 0.0), attempt=1, left=10) == 0.0


def test_a_wait_that_does_not_fit_the_time_ends_the_attempts():
    assert pause_before_retry(failed(Outcome.RATE_LIMITED, 9.5), attempt=1, left=10) is None
    assert pause_before_retry(failed(Outcome.OVERLOADED), attempt=1, left=0.5) is None
