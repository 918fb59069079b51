"""Sentences: what a model wrote, as claims with the words of the articles that are to prove them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from tidings.agents.prompts.blocks import Sentence
from tidings.llm.prompt import plain
from tidings.messages.phrase import Lang
from tidings.policy.claims import Claim, Statement
from tidings.policy.sentences import nearest_quotes
from tidings.prose.insights import quoted
from tidings.quotes import repeated_quote
from tidings.store.articles import StoredArticle
from tidings.text.tokens import tokenize

# Fewer words say who or what, but not what happened; a planted order asks for one word as often as for many.
LEAST_WORDS = 4
# What a sentence that leads readers somewhere has in it.
_ADDRESS = "://"


def written_claims(
    sentences: Iterable[Sentence],
    given: Mapping[str, StoredArticle],
    lang: Lang,
    skipped: Counter[str],
) -> list[Claim]:
    """A claim for each sentence, quoting what in the articles it cites comes nearest to it.

    `given` are the articles the model was given, by the ids it knows them under. Whether a quote is near
    enough is the gate's to say: a sentence with nothing to quote goes there without references.
    """
    claims = []
    for sentence in sentences:
        text = plain(sentence.text)
        cited = cited_articles(sentence.doc_ids, given, skipped)
        claim = _repeated(cited, text, lang) or _written(cited, text, lang)
        if len(tokenize(text)) < LEAST_WORDS:
            skipped["no_sentence"] += 1
        elif _ADDRESS in claim.statement.text:
            skipped["leads_elsewhere"] += 1
        else:
            claims.append(replace(claim, type=sentence.type))
    return claims


def _repeated(cited: Iterable[StoredArticle], text: str, lang: Lang) -> Claim | None:
    """A sentence that only repeats an article's words, as that article's: whole, and between quotation marks.

    Of words taken out of their sentence nobody knows whether it was meant, denied or asked for.
    """
    for article in cited:
        quote = repeated_quote(article, text) if article.lang == lang else None
        if quote is not None:
            return quoted(article, lang, quote)
    return None


def _written(cited: Iterable[StoredArticle], text: str, lang: Lang) -> Claim:
    """A sentence in words of its own, with what comes nearest to it in each article."""
    return Claim(Statement(text), "quoted", nearest_quotes(cited, text, lang), written=True)


def apart(claims: Iterable[Claim], skipped: Counter[str]) -> tuple[Claim, ...]:
    """The claims without those that quote only what an earlier one quotes: two agents may see one thing."""
    shown: set[tuple[str | None, int]] = set()
    kept = []
    for claim in claims:
        places = {(ref.article_id, ref.start) for ref in claim.refs}
        if places and places <= shown:
            skipped["said_already"] += 1
        else:
            kept.append(claim)
            shown |= places
    return tuple(kept)


def cited_articles(
    written: Iterable[str], given: Mapping[str, StoredArticle], skipped: Counter[str]
) -> list[StoredArticle]:
    """The articles of these ids, each once; an id that was not given is left out, and counted."""
    keys = dict.fromkeys(key.strip() for key in written)
    skipped["cited_unknown"] += sum(key not in given for key in keys)
    return [given[key] for key in keys if key in given]
