"""The proof of one claim against what is stored and what was computed: pure, the same for every author."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC

from tidings.policy.claims import Claim, Ledger
from tidings.policy.disputes.conflict import check_conflict, contradict
from tidings.policy.disputes.telling import Telling
from tidings.policy.domains import DomainRule
from tidings.policy.personal import pii
from tidings.policy.reading.lexicon import LANGUAGES
from tidings.policy.reading.likeness import Likeness
from tidings.policy.reading.passage import passage_of
from tidings.policy.reasons import Reason
from tidings.policy.statements import check_statement
from tidings.policy.support import fault_in
from tidings.policy.wording import is_in
from tidings.policy.written.faults import Fault
from tidings.schemas.evidence import EvidenceRef
from tidings.schemas.insight import INSIGHT_LIMIT
from tidings.store.articles import StoredArticle
from tidings.text.cutting import ELLIPSIS
from tidings.text.naming import named
from tidings.windows import Window


@dataclass(frozen=True, slots=True)
class Record:
    """What claims are held against: the stored texts as of the answer's moment, and the computed figures.

    `scope` are the articles the answer is about; None means every one of the window. `words` is the language
    the answer is in, which a model must keep to; None leaves it free. `likeness` is the model of meaning;
    without one only words prove. `rule` says which addresses may be shown; without one any may.
    """

    articles: Mapping[int, StoredArticle]
    window: Window
    ledger: Ledger
    scope: frozenset[int] | None = None
    words: str | None = None
    likeness: Likeness | None = None
    rule: DomainRule | None = None


def check_claim(claim: Claim, record: Record) -> Reason | None:
    """Why the claim is not proved; None when it is."""
    found = fault_of(claim, record)
    return found.reason if found else None


def fault_of(claim: Claim, record: Record) -> Fault | None:
    """What of the claim is not proved, with the piece at fault of a model's sentence; None when all is."""
    if not claim.refs:
        return Fault(Reason.NO_REFERENCE)
    reasons = (check_reference(ref, record) for ref in claim.refs)
    reason = next(filter(None, reasons), None) or _unfit(claim)
    if reason is None and claim.written:
        return _fault_of_written(claim, record)
    reason = reason or _check_own(claim, record)
    return Fault(reason) if reason else None


def _check_own(claim: Claim, record: Record) -> Reason | None:
    """Why a claim that no model wrote is not proved."""
    if claim.type == "conflict":
        return check_conflict(claim, _tellings(claim, record))
    if claim.basis == "quoted":
        return _check_quoted(claim, record)
    return check_statement(claim.statement, record.ledger) or _check_named(claim, record)


def bearing_refs(claim: Claim, record: Record) -> tuple[EvidenceRef, ...]:
    """Of a model's sentence that fails with all its references, those that bear it out alone.

    It may also cite beside the point; what it says is no less proved for that. One that cites what is not
    there has made it up: none of its references counts.
    """
    forged = any(check_reference(ref, record) for ref in claim.refs)
    if not claim.written or forged or len(claim.refs) == 1:
        return ()
    kept = tuple(ref for ref in claim.refs if check_claim(replace(claim, refs=(ref,)), record) is None)
    together = check_claim(replace(claim, refs=kept), record) is None
    return kept if together else kept[:1]


def _unfit(claim: Claim) -> Reason | None:
    """Why a claim is not to be shown even if it is true."""
    if len(claim.statement.text) > INSIGHT_LIMIT:
        return Reason.TOO_LONG
    return Reason.PERSONAL_DATA if any(pii.is_point(ref.quote) for ref in claim.refs) else None


def check_reference(ref: EvidenceRef, record: Record) -> Reason | None:
    """Why a reference does not hold against the stored article; None when it does."""
    article = _article(ref, record)
    if article is None:
        return Reason.UNKNOWN_ARTICLE
    window, scope, rule = record.window, record.scope, record.rule
    published = article.published_at.astimezone(UTC)
    failures = (
        (Reason.NOT_IN_SET, scope is not None and article.id not in scope),
        (Reason.WRONG_ADDRESS, ref.url is not None and ref.url != article.url),
        (Reason.ADDRESS_REFUSED, rule is not None and article.url is not None and rule.refuses(article.url)),
        (Reason.OUTSIDE_WINDOW, not window.since <= published < window.until),
        (Reason.WRONG_DATE, ref.date != published.date().isoformat()),
        (Reason.QUOTE_NOT_VERBATIM, article.text[ref.start : ref.end] != ref.quote),
    )
    return next((reason for reason, failed in failures if failed), None)


def _check_named(claim: Claim, record: Record) -> Reason | None:
    if claim.subjects and not all(_names_any(ref, claim, record) for ref in claim.refs):
        return Reason.SUBJECT_NOT_NAMED
    return None


def _names_any(ref: EvidenceRef, claim: Claim, record: Record) -> bool:
    article = _article(ref, record)
    return article is not None and bool(named(ref.quote, claim.subjects, article.lang))


def _fault_of_written(claim: Claim, record: Record) -> Fault | None:
    """A model's sentence is in the right language, gives nobody away, and says what its articles say."""
    text = claim.statement.text
    # What was hidden in the passage a model was shown, and stands hidden in its sentence, tells nothing.
    if pii.find(text) or pii.MASK * 2 in text:
        return Fault(Reason.PERSONAL_DATA)
    if record.words is not None and not is_in(text, record.words):
        return Fault(Reason.WRONG_LANGUAGE)
    if claim.type == "conflict" and not contradict(_tellings(claim, record)):
        return Fault(Reason.NO_CONFLICT)
    quotes: dict[int, list[tuple[int, int]]] = {}
    for ref in claim.refs:
        article = _article(ref, record)
        if article is None:
            return Fault(Reason.UNKNOWN_ARTICLE)
        if article.lang not in LANGUAGES:
            return Fault(Reason.OTHER_LANGUAGE)
        quotes.setdefault(article.id, []).append((ref.start, ref.end))
    passages = [passage_of(record.articles[key], spans) for key, spans in quotes.items()]
    return fault_in(text, passages, record.likeness)


def _tellings(claim: Claim, record: Record) -> list[Telling]:
    """What a claim cites, each quote with its article."""
    cited = ((_article(ref, record), ref) for ref in claim.refs)
    return [Telling(article, ref.start, ref.end) for article, ref in cited if article is not None]


def _check_quoted(claim: Claim, record: Record) -> Reason | None:
    """A quoted insight is `source: “words”`, and those words are in the quote of a reference."""
    for ref in claim.refs:
        article = _article(ref, record)
        said = _said_by(article.source, claim.statement.text) if article else ""
        if pii.is_point(said):
            return Reason.PERSONAL_DATA
        if said and said in ref.quote:
            return None
    return Reason.WORDS_NOT_QUOTED


def _said_by(source: str, text: str) -> str:
    """The words a quoted insight gives that source, as far as they are given."""
    for opening, closing in (("“", "”"), ("«", "»")):
        start = f"{source}: {opening}"
        if text.startswith(start) and text.endswith(closing):
            return text.removeprefix(start).removesuffix(closing).removesuffix(ELLIPSIS)
    return ""


def _article(ref: EvidenceRef, record: Record) -> StoredArticle | None:
    if ref.article_id is not None:
        return record.articles.get(int(ref.article_id))
    return next((article for article in record.articles.values() if article.url == ref.url), None)
