import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidings.policy import lengths

LIMITS = {
    lengths.header: 100,
    lengths.tldr: 220,
    lengths.insight: 180,
    lengths.title: 200,
    lengths.snippet: 240,
}


@pytest.mark.parametrize("fit", LIMITS)
def test_each_text_is_cut_to_its_contract_after_a_word(fit) -> None:
    cut = fit("слово " * 100)
    assert len(cut) <= LIMITS[fit]
    assert cut.endswith("слово…")


@pytest.mark.parametrize("fit", LIMITS)
@given(text=st.text(max_size=400))
def test_nothing_exceeds_its_contract(fit, text: str) -> None:
    assert len(fit(text)) <= LIMITS[fit]
