import pytest
from pydantic_ai import exceptions as known

from tidings.llm.failures import failure_of, timed_out
from tidings.llm.outcomes import Outcome, Usage
from tidings.llm.wire import Exchange, Refused

SENT, UNSENT = Exchange(requests=1, sent=True), Exchange(requests=1)
NOTHING = Usage()


def http(category, status, **more):
    return known.ModelHTTPError.for_category(category, status_code=status, model_name="m", **more)


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (http(known.ModelRateLimitError, 429), Outcome.RATE_LIMITED),
        (http(known.ModelQuotaExceededError, 429), Outcome.REFUSED_KEY),
        (http(known.ModelAuthenticationError, 401), Outcome.REFUSED_KEY),
        (http(known.ModelAuthenticationError, 400), Outcome.REFUSED_KEY),
        (http(known.ModelOverloadedError, 529), Outcome.OVERLOADED),
        (http(known.ModelUnavailableError, 503), Outcome.OVERLOADED),
        (http(known.ModelServerError, 500), Outcome.OVERLOADED),
        (http(None, 599), Outcome.OVERLOADED),
        (http(known.ModelNotFoundError, 404), Outcome.REFUSED_REQUEST),
        (http(known.ModelContextWindowExceededError, 400), Outcome.REFUSED_REQUEST),
        (http(None, 418), Outcome.REFUSED_REQUEST),
        (known.ModelRequestRejectedError("m", "too wide"), Outcome.REFUSED_REQUEST),
        (known.UserError("not this way"), Outcome.REFUSED_REQUEST),
    ],
)
def test_what_was_refused_is_not_paid_for(error, outcome):
    failure = failure_of(error, SENT)
    assert (failure.outcome, failure.usage) == (outcome, NOTHING)


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (known.ModelTimeoutError("m", "late"), Outcome.TIMEOUT),
        (known.ModelRequestTimeout("m", 3.0), Outcome.TIMEOUT),
        (known.ModelConnectionError("m", "reset"), Outcome.CONNECTION),
        (known.UnexpectedModelBehavior("odd"), Outcome.WRONG_SHAPE),
        (known.ModelAPIError("m", "no JSON"), Outcome.WRONG_SHAPE),
        (KeyError("choices"), Outcome.WRONG_SHAPE),
    ],
)
def test_what_was_lost_on_the_way_may_be_paid_for_once_it_was_sent(error, outcome):
    assert (failure_of(error, SENT).outcome, failure_of(error, SENT).usage) == (outcome, None)
    assert (failure_of(error, UNSENT).outcome, failure_of(error, UNSENT).usage) == (outcome, NOTHING)


def test_a_time_out_is_paid_for_only_if_something_was_sent():
    assert timed_out(3.0, SENT).usage is None
    assert timed_out(3.0, UNSENT).usage == NOTHING
    assert str(timed_out(3.0, SENT)) == "timeout: no answer in 3.0 s"


def test_what_tidings_itself_did_not_let_through_is_found_under_any_wrapping():
    error = known.ModelConnectionError("m", "error")
    error.__cause__ = RuntimeError("wrapped")
    error.__cause__.__context__ = Refused(Outcome.REFUSED_REQUEST, "a redirect")
    failure = failure_of(error, SENT)
    assert (failure.outcome, failure.detail, failure.usage) == (
        Outcome.REFUSED_REQUEST,
        "a redirect",
        NOTHING,
    )


def test_a_pause_is_told_only_where_waiting_may_help():
    assert failure_of(http(known.ModelRateLimitError, 429, retry_after=4.0), SENT).retry_after == 4.0
    assert failure_of(http(known.ModelQuotaExceededError, 429, retry_after=4.0), SENT).retry_after is None


@pytest.mark.parametrize(
    ("code", "said"),
    [("rate_limit_exceeded", "HTTP 429 rate_limit_exceeded"), ("sk-a1b2c3", "HTTP 429"), (None, "HTTP 429")],
)
def test_of_a_providers_words_only_codes_are_repeated(code, said):
    error = http(known.ModelRateLimitError, 429, body="key sk-a1b2c3", provider_error_code=code)
    assert failure_of(error, SENT).detail == said
