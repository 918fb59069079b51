"""A sentence of the reader's own, held against stored articles by the rules of the gate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from tidings.cli.article import article_number
from tidings.cli.console import show, show_json
from tidings.cli.failures import DONE, FAILED
from tidings.cli.invocation import Invocation
from tidings.cli.layout import section
from tidings.cli.options import AsJson, AsOf
from tidings.cli.session import with_database
from tidings.cli.untrusted import one_line
from tidings.errors import InvalidRequest

if TYPE_CHECKING:
    from tidings.cli.words import Words
    from tidings.messages import Lang
    from tidings.policy.reasons import Reason
    from tidings.schemas import EvidenceRef
    from tidings.store.articles import StoredArticle
    from tidings.store.pool import Database

_STYLES = {"proved": "bold green", "drop": "bold red", "abstain": "bold yellow"}

Against = Annotated[list[str], typer.Option("--article", metavar="ID", help="option.against")]


def check(
    context: typer.Context,
    sentence: Annotated[str, typer.Argument(metavar="SENTENCE", help="option.sentence")],
    *,
    article: Against,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> int:
    """Say whether articles bear a sentence out; 0 where they do, else 1."""
    from tidings.policy.reading import language_of
    from tidings.policy.sentences import check_sentence, nearest_quotes

    invocation: Invocation = context.obj
    text = checkable(sentence)
    numbers = list(dict.fromkeys(map(article_number, article)))
    stored = with_database(invocation, lambda db: _stored(db, numbers, as_of))
    reason = check_sentence(text, stored, _likeness(invocation))
    quotes = nearest_quotes(stored, text, language_of(text))
    if as_json:
        show_json(check_document(text, reason, quotes, invocation.lang))
    else:
        show(*check_page(reason, quotes, {str(item.id): item for item in stored}, invocation.words()))
    return DONE if reason is None else FAILED


def checkable(sentence: str) -> str:
    """The sentence on one line; InvalidRequest where it holds no words."""
    from tidings.text.tokens import tokenize

    text = one_line(sentence)
    if not tokenize(text):
        raise InvalidRequest("there is no word in the sentence", message="no_sentence", params={"text": text})
    return text


async def _stored(db: Database, numbers: Sequence[int], as_of: str | None) -> list[StoredArticle]:
    """The articles in the order given; InvalidRequest names the first that is not stored."""
    from tidings.store import articles
    from tidings.windows import parse_moment

    moment = parse_moment(as_of) if as_of else None
    found = await db.read(lambda conn: articles.texts(conn, numbers, as_of=moment))
    for number in numbers:
        if number not in found:
            params = {"article": f"#{number}"}
            raise InvalidRequest(f"no article {number}", message="unknown_article", params=params)
    return [found[number] for number in numbers]


def _likeness(invocation: Invocation) -> Any:
    from tidings.policy.likeness import Likeness
    from tidings.text.embeddings import load_embedder

    return Likeness(load_embedder(invocation.settings.embedder))


def check_page(
    reason: Reason | None, quotes: Sequence[EvidenceRef], articles: dict[str, StoredArticle], words: Words
) -> list[RenderableType]:
    """Whether it is proved, why not, and the words of the articles that come nearest to it."""
    from tidings.messages import refusal

    outcome = _outcome(reason)
    line = Text(words.say(f"check.{outcome}"), style=_STYLES[outcome])
    if reason is not None:
        line.append(f" {refusal(reason, words.lang)}", style="not bold")
    shown = [Padding(_quote(ref, articles, words), (0, 0, 0, 2)) for ref in quotes]
    nothing = [Text(f"  {words.say('check.no_quote')}", style="dim")]
    return [line, *section(words.say("check.nearest"), shown or nothing)]


def _quote(ref: EvidenceRef, articles: dict[str, StoredArticle], words: Words) -> Text:
    article = articles[ref.article_id or ""]
    line = Text(words.say("answer.quote", quote=one_line(ref.quote)), style="italic")
    origin = f"{one_line(article.source)} · {words.day(ref.date)} · #{article.id} · {ref.start}:{ref.end}"
    line.append(f"\n— {origin}", style="not italic dim")
    return line


def check_document(
    text: str, reason: Reason | None, quotes: Sequence[EvidenceRef], lang: Lang
) -> dict[str, Any]:
    """The outcome for a program."""
    from tidings.messages import refusal

    return {
        "sentence": text,
        "outcome": "pass" if reason is None else reason.outcome,
        "reason": reason,
        "said": None if reason is None else refusal(reason, lang),
        "quotes": [ref.model_dump(mode="json") for ref in quotes],
    }


def _outcome(reason: Reason | None) -> str:
    return "proved" if reason is None else reason.outcome
