"""Conflict: the sentence that sets two sources against each other, and its proof from their quotes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from tidings.messages.conflicts import PHRASES
from tidings.messages.language import LANGUAGES
from tidings.messages.phrase import Lang, fill, pieces
from tidings.policy.claims import Claim, Label, Statement
from tidings.policy.disputes.contradiction import Contradiction, Differing, contradiction
from tidings.policy.disputes.gist import gist
from tidings.policy.disputes.opposed import Opposed
from tidings.policy.disputes.telling import Telling
from tidings.policy.reasons import Reason
from tidings.schemas.insight import INSIGHT_LIMIT


def conflict_statement(one: Telling, other: Telling, about: Contradiction, lang: Lang) -> Statement:
    """What two tellings differ on, in a sentence; whatever is theirs in it may be in their own language."""
    sources = {"source": one.article.source, "rival": other.article.source}
    if isinstance(about, Differing):
        thing = fill(PHRASES[f"conflict.thing.{about.thing}"], lang, {})
        return _state("conflict.figures", lang, thing=thing, one=about.one, other=about.other, **sources)
    bare = _state("conflict.statements", lang, one="", other="", **sources)
    words = _in_room(one, other, about, INSIGHT_LIMIT - len(bare.text))
    return _state("conflict.statements", lang, **words, **sources)


def _in_room(one: Telling, other: Telling, about: Opposed, room: int) -> dict[str, str]:
    """The words of both in so many characters; what the shorter leaves is the longer one's."""
    half = room // 2
    lengths = len(one.sentence.text), len(other.sentence.text)
    mine = max(half, room - lengths[1]) if lengths[1] < half else min(half, lengths[0])
    return {
        "one": gist(one, about.one, other, mine),
        "other": gist(other, about.other, one, room - min(mine, lengths[0])),
    }


def check_conflict(claim: Claim, tellings: Sequence[Telling]) -> Reason | None:
    """Why a claim's sentence is not what its two quotes contradict each other about; None when it is."""
    if len(tellings) != 2:
        return Reason.NO_CONFLICT
    one, other = tellings
    about = _contradiction(one, other)
    if about is None:
        return Reason.NO_CONFLICT
    possible = {conflict_statement(one, other, about, lang).text for lang in LANGUAGES}
    return None if claim.statement.text in possible else Reason.NO_CONFLICT


def contradict(tellings: Sequence[Telling]) -> bool:
    """Whether any two of the tellings contradict each other: what a model calls a conflict must be one."""
    return any(_contradiction(one, other) is not None for one, other in combinations(tellings, 2))


def _contradiction(one: Telling, other: Telling) -> Contradiction | None:
    return contradiction(one, other) if one.article.source != other.article.source else None


def _state(key: str, lang: Lang, /, **gaps: str) -> Statement:
    """The sentence of that key; everything but the thing itself is a name, or the words of a source."""
    text, labels = "", list[Label]()
    for piece, gap in pieces(PHRASES[key], lang, gaps):
        start, text = len(text), text + piece
        if gap is not None and gap != "thing":
            labels.append(Label(None, start, len(text)))
    return Statement(text, tuple(labels))
