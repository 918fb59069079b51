"""Names as readers type them: under which key the articles that name them are counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from psycopg import AsyncConnection

from tidings.messages import LANGUAGES
from tidings.store import terms
from tidings.store.pool import Database
from tidings.text.gazetteer import gazetteer
from tidings.text.lexical import entity_id, term_id
from tidings.text.names import name_key, sound_key, surname
from tidings.text.tokens import query_stems, tokenize

# A name that stands in fewer articles is as likely a word that was once taken for one.
_LEAST_ARTICLES = 3
# Of the articles that hold a name's rarest word, most hold it as a name. Of those that hold a word such as
# oil few have a name that sounds like it.
_LEAST_SHARE = 0.5
# Names of organisations run to some eight words; more is a sentence.
_MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class KnownName:
    """A name the store knows: the key its spellings in two languages share, and how many articles hold it."""

    words: str
    key: str
    articles: int

    @property
    def id(self) -> int:
        """What articles that name it hold among their names."""
        return entity_id(self.key)


def keys_of(words: str) -> list[str]:
    """The keys under which a name of these words may be counted, those that are sure first."""
    written = [token.text for token in tokenize(words)]
    if not 0 < len(written) <= _MOST_WORDS:
        return []
    known = [gazetteer().find(written, lang) for lang in ("ru", "en")]
    keys = [name.key for name in known if name]
    return list(dict.fromkeys(key for key in (*keys, name_key(written), sound_key(surname(written))) if key))


async def find_name(db: Database, words: str) -> KnownName | None:
    """The name of these words that most articles hold; None where hardly any does, or mostly as a word."""
    keys = keys_of(words)
    stems = {term_id(stem) for lang in LANGUAGES for stem in query_stems(words, lang)}
    named = {key: entity_id(key) for key in keys}

    async def work(conn: AsyncConnection[Any]) -> dict[int, int]:
        return await terms.frequencies(conn, {*named.values(), *stems})

    counts = await db.read(work) if keys else {}
    best = max(keys, key=lambda key: counts.get(named[key], 0), default=None)
    articles = counts.get(named[best], 0) if best else 0
    spoken = min((counts[stem] for stem in stems if stem in counts), default=0)
    if best is None or articles < max(_LEAST_ARTICLES, _LEAST_SHARE * spoken):
        return None
    return KnownName(" ".join(words.split()), best, articles)
