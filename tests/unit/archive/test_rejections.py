import pytest

from tidings.archive.keeping import is_rejected
from tidings.policy.claims import Claim, Statement
from tidings.policy.gate import Judgement, Verdict
from tidings.policy.reasons import Reason


def verdict(*, written: bool = False, refused: bool = False, blocked: bool = False) -> Verdict:
    claim = Claim(Statement("The Tarn bridge closed."), "quoted", (), written=written)
    reason = Reason.ADDRESS_REFUSED if blocked else Reason.NOT_SUPPORTED
    return Verdict(claim, reason if refused else None)


PROVED, REFUSED = verdict(), verdict(refused=True)
BLOCKED = verdict(refused=True, blocked=True)
WRITTEN, IN_VAIN = verdict(written=True), verdict(written=True, refused=True)


@pytest.mark.parametrize(
    ("verdicts", "by_model", "rejected"),
    [
        ((PROVED, PROVED, PROVED, IN_VAIN), True, True),
        ((PROVED, WRITTEN, IN_VAIN), True, False),
        ((PROVED, PROVED, WRITTEN, IN_VAIN, IN_VAIN, IN_VAIN, REFUSED), True, True),
        ((PROVED, REFUSED), False, None),
        ((PROVED, REFUSED, REFUSED), False, None),
        ((PROVED, REFUSED, REFUSED), True, True),
        ((PROVED, BLOCKED, BLOCKED), True, False),
        ((WRITTEN, verdict(written=True, refused=True, blocked=True)), True, False),
        ((PROVED,), True, False),
        ((PROVED,), False, None),
        ((), False, None),
    ],
)
def test_an_answer_counts_as_rejected_when_its_model_or_most_of_it_was(
    verdicts: tuple[Verdict, ...], by_model: bool, rejected: bool | None
) -> None:
    assert is_rejected(Judgement(verdicts), by_model=by_model) is rejected
