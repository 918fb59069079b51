"""Query expansion by a model: what the asker is after, and other words for it that the news really uses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from tidings.agents.keyphrase_mining import MinedPhrase
from tidings.agents.prompts.blocks import GIVEN, Draft, Label, Words, articles, first, question, row
from tidings.agents.query_expansion import EXPANSIONS, NAME, NEGATIVES
from tidings.llm.prompt import plain
from tidings.llm.task import Document, Part, Task
from tidings.messages.phrase import Lang
from tidings.schemas.results import ExpansionHint, Intent
from tidings.text.naming import Subject, subject_of
from tidings.text.stopwords import stop_words
from tidings.text.tokens import stem, tokenize

VERSION = "1"
# Thirteen phrases, in Cyrillic.
MAX_OUTPUT = 300
CANDIDATES = 15
# A search phrase is a few words.
PHRASE_LIMIT = 60
# What names a place in the net or a person's account is not something to search the news for.
_ADDRESS = re.compile(r"(?i)://|\bwww\.|[@#]\w|\w\.(?:com|org|net|ru|io|me|рф)\b")

_TASK: Words = {
    "en": """\
Suggest how the query could be put otherwise. A line of `phrases`, used by the news it finds, is: articles | \
phrase.
`intents`: what the asker is after, usually just informational.
`expansions`: up to 8 search phrases of 1 to 4 words that would find more of the same news: other names, \
long and short forms, people, places and events of it. Take words the given phrases and documents use. \
Never the query itself.
`negatives`: up to 5 words the phrases and documents use where the query means another thing; mostly none.
All in English, without links, account names and operators.
""",
    "ru": """\
Предложи, как ещё можно задать запрос. Строка `phrases`, из новостей по этому запросу: статьи | фраза.
`intents`: что нужно спрашивающему, чаще всего просто informational.
`expansions`: до 8 поисковых фраз из 1–4 слов, которые найдут больше таких же новостей: другие названия, \
полные и краткие формы, люди, места и события. Бери слова из данных фраз и документов. Не повторяй сам запрос.
`negatives`: до 5 слов из фраз и документов, где запрос значит другое; чаще всего ни одного.
Всё по-русски, без ссылок, имён учётных записей и операторов.
""",
}
INSTRUCTIONS: Words = {lang: "\n".join((GIVEN[lang], _TASK[lang])) for lang in GIVEN}


class ExpansionDraft(Draft):
    """How a model would put the query otherwise."""

    intents: Annotated[list[Intent], Field(max_length=4), first(4)]
    expansions: Annotated[list[Label], Field(max_length=EXPANSIONS), first(EXPANSIONS)]
    negatives: Annotated[list[Label], Field(max_length=NEGATIVES), first(NEGATIVES)]


def expansion_task(
    query: str, phrases: Sequence[MinedPhrase], documents: Sequence[Document], *, lang: Lang
) -> Task[ExpansionDraft]:
    """What to ask about a query and the phrases its matches use."""
    lines = [row(articles(phrase.articles), phrase.phrase) for phrase in phrases[:CANDIDATES]]
    return Task(
        agent=NAME,
        version=VERSION,
        contract=ExpansionDraft,
        instructions=INSTRUCTIONS[lang],
        parts=(Part("phrases", "\n".join(lines)),),
        documents=tuple(documents),
        max_output=MAX_OUTPUT,
        question=question("keywords", query, lang),
    )


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Stems of a query's matches: those of several or of computed phrases, and those of one match alone."""

    common: frozenset[str]
    rare: frozenset[str] = frozenset()


def hinted(
    draft: ExpansionDraft,
    local: ExpansionHint,
    query: str,
    words: Vocabulary,
    *,
    lang: Lang,
    skipped: Counter[str],
) -> ExpansionHint:
    """The draft's hint, of phrases in the words of the matches; the local one if no expansion is left.

    Half of what a phrase adds to the query must be common words of the matches, and none of it one match's
    alone: what no match says would find nothing, and what one says may be its order to the model.
    """
    own = subject_of(query, lang)
    expansions = _usable(draft.expansions, own, words, lang, skipped)
    if not expansions:
        return local
    shown = {phrase.casefold() for phrase in expansions}
    negatives = _usable(draft.negatives, own, words, lang, skipped)
    return ExpansionHint(
        intents=tuple(dict.fromkeys(draft.intents)) or local.intents,
        expansions=tuple(expansions[:EXPANSIONS]),
        negatives=tuple([phrase for phrase in negatives if phrase.casefold() not in shown][:NEGATIVES]),
    )


def _usable(
    written: Iterable[str], own: Subject, words: Vocabulary, lang: Lang, skipped: Counter[str]
) -> list[str]:
    """Phrases fit to be searched for, each once, none of which is only the query again."""
    found: dict[Subject, str] = {}
    for text in written:
        phrase = plain(text).strip(" .,;:\"'“”«»")
        added = _content(phrase, lang) - own
        if not _is_searchable(phrase):
            skipped["expansion_unfit"] += 1
        elif not added or added in found:
            skipped["expansion_repeated"] += 1
        elif added & words.rare or 2 * len(added & words.common) < len(added):
            skipped["expansion_unused"] += 1
        else:
            found[added] = phrase
    return list(found.values())


def _is_searchable(phrase: str) -> bool:
    letters = any(char.isalpha() for char in phrase)
    return letters and len(phrase) <= PHRASE_LIMIT and not _ADDRESS.search(phrase)


def _content(phrase: str, lang: Lang) -> Subject:
    """Stems of the words that mean something on their own."""
    return frozenset(
        stem(token.norm, lang) for token in tokenize(phrase) if token.norm not in stop_words(lang)
    )
