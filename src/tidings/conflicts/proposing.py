"""Proposing: the conflicts of an answer's stories, read from the store and put into claims."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice

import structlog

from tidings.conflicts.finder import Conflict, conflicts_in
from tidings.messages.phrase import Lang
from tidings.policy.claims import Claim
from tidings.policy.disputes.conflict import conflict_statement
from tidings.policy.disputes.contradiction import Differing
from tidings.quotes import Quote, reference
from tidings.retrieval.sharing import Share, alone
from tidings.schemas.insight import INSIGHT_LIMIT
from tidings.store import articles, voices
from tidings.store.analysis import Selection
from tidings.store.articles import StoredArticle
from tidings.store.pool import Database

log = structlog.get_logger(__name__)

# Articles read of each story, and of all of them: those of the twelve widest told, or of more where these
# have fewer. On the corpora of 2020 twelve take 19 ms of a processor, for a day of 3,300 English articles or
# of 570 Russian ones, and show a conflict on none of 18 and on 3 of 85 days; a hundred stories of twenty
# articles take 130 and 52 ms, and show one on 4 and on 6.
ARTICLES = 8
READ = 12 * ARTICLES
# As many as can be read, as each has two at least.
STORIES = READ // 2
# More would crowd out what the answer is about.
CONFLICTS = 2


async def find_conflicts(
    db: Database,
    selection: Selection,
    lang: Lang,
    may_cite: Callable[[StoredArticle], bool] = lambda _article: True,
    share: Share = alone,
) -> list[Claim]:
    """What the sources contradict each other about, the widest told story first, each once if it can."""
    found = await share(("conflicts", selection), lambda: _sought(db, selection, may_cite))
    claims = (claim_of(conflict, lang) for conflict in found)
    return list(islice(filter(None, claims), CONFLICTS))


async def _sought(
    db: Database, selection: Selection, may_cite: Callable[[StoredArticle], bool]
) -> list[Conflict]:
    stories = await db.read(
        lambda conn: voices.widest(conn, selection, stories=STORIES, articles=ARTICLES, most=READ)
    )
    wanted = [key for story in stories for key in story]
    texts = await db.read(lambda conn: articles.texts(conn, wanted, selection.until))
    citable = {key: article for key, article in texts.items() if may_cite(article)}
    found = await asyncio.to_thread(_firmest, stories, citable)
    log.info("conflicts_sought", stories=len(stories), articles=len(texts), found=len(found))
    return found


def claim_of(conflict: Conflict, lang: Lang) -> Claim | None:
    """The conflict as a claim that cites both; None where the names of the sources leave no room for it."""
    statement = conflict_statement(conflict.one, conflict.other, conflict.about, lang)
    if len(statement.text) > INSIGHT_LIMIT:
        return None
    refs = tuple(
        reference(line.article, Quote(line.article.text[line.start : line.end], line.start, line.end))
        for line in (conflict.one, conflict.other)
    )
    return Claim(statement, "quoted", refs, type="conflict")


def _firmest(stories: Iterable[Sequence[int]], texts: Mapping[int, StoredArticle]) -> list[Conflict]:
    """The firmest conflict of each story, then what else each has conflicts about."""
    first: list[Conflict] = []
    further: list[Conflict] = []
    for story in stories:
        once: dict[str, Conflict] = {}
        read = [texts[key] for key in story if key in texts]
        for conflict in sorted(conflicts_in(read), key=firmness, reverse=True):
            once.setdefault(subject_of(conflict), conflict)
        found = list(once.values())
        first, further = first + found[:1], further + found[1:]
    return first + further


def subject_of(conflict: Conflict) -> str:
    """What a conflict is about, so that one thing is not told of twice: what is counted, or a statement."""
    return conflict.about.thing if isinstance(conflict.about, Differing) else ""


def firmness(conflict: Conflict) -> tuple[bool, float]:
    """How sure a conflict is: figures before statements, those further apart before those nearer."""
    is_figures = isinstance(conflict.about, Differing)
    return is_figures, conflict.about.apart if isinstance(conflict.about, Differing) else 0.0
