"""A sentence of the reader's own, held against stored articles by the rules of the gate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from tidings.cli.article import article_number, stored_articles
from tidings.cli.console import show, show_json
from tidings.cli.failures import DONE, FAILED
from tidings.cli.invocation import Invocation
from tidings.cli.layout import address, section
from tidings.cli.options import AsJson, AsOf
from tidings.cli.session import with_stored
from tidings.cli.untrusted import one_line
from tidings.errors import InvalidRequest, UnknownName

if TYPE_CHECKING:
    from tidings.cli.words import Words
    from tidings.policy.domains import DomainRule
    from tidings.policy.written.faults import Fault
    from tidings.schemas import EvidenceRef
    from tidings.store.articles import StoredArticle
    from tidings.store.pool import Database

_STYLES = {"proved": "bold green", "drop": "bold red", "abstain": "bold yellow"}

Against = Annotated[list[str], typer.Option("--article", metavar="ID|URL", help="option.against")]


@dataclass(frozen=True, slots=True)
class Checked:
    """A sentence, the articles it was held against, what is wrong with it, and their nearest words."""

    sentence: str
    articles: Sequence[StoredArticle]
    fault: Fault | None
    quotes: Sequence[EvidenceRef]

    @property
    def outcome(self) -> str:
        """As the interface names it: proved, drop or abstain."""
        return "proved" if self.fault is None else self.fault.reason.outcome


def check(
    context: typer.Context,
    sentence: Annotated[str, typer.Argument(metavar="SENTENCE", help="option.sentence")],
    *,
    article: Against,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> int:
    """Say whether articles bear a sentence out; 0 where they do, else 1."""
    from tidings.policy.domains import DomainRule
    from tidings.policy.reading.reading import language_of
    from tidings.policy.sentences import fault_of_sentence, nearest_quotes

    invocation: Invocation = context.obj
    text = checkable(sentence)
    numbers = list(dict.fromkeys(map(article_number, article)))
    rule = DomainRule.from_settings(invocation.settings)
    stored = with_stored(invocation, lambda db: _citable(db, numbers, as_of, rule))
    likeness = _likeness(invocation)
    fault = fault_of_sentence(text, stored, likeness)
    # What proves it is quoted alone, not what was only named beside it.
    bearing = [item for item in stored if fault is None and fault_of_sentence(text, [item], likeness) is None]
    checked = Checked(text, stored, fault, nearest_quotes(bearing or stored, text, language_of(text)))
    words = invocation.words()
    if as_json:
        show_json(check_document(checked, words))
    else:
        show(*check_page(checked, words, invocation.program))
    return DONE if fault is None else FAILED


def checkable(sentence: str) -> str:
    """The sentence on one line; InvalidRequest where it holds no words."""
    from tidings.text.tokens import tokenize

    text = one_line(sentence)
    if not tokenize(text):
        raise InvalidRequest("there is no word in the sentence", message="no_sentence", params={"text": text})
    return text


async def _citable(
    db: Database, numbers: Sequence[int], as_of: str | None, rule: DomainRule
) -> list[StoredArticle]:
    """The articles in the order given; InvalidRequest names the first that may not be checked against."""
    try:
        stored = await stored_articles(db, numbers, as_of)
    except UnknownName as error:
        # Another code than that of a sentence that is not proved.
        raise InvalidRequest(error.tech_message, message=error.message, params=error.params) from error
    for item in stored:
        setting = rule.setting_against(item.url)
        if setting is not None:
            params = {"article": f"#{item.id}", "setting": setting}
            raise InvalidRequest(
                f"{setting} keeps out article {item.id}", message="kept_out_article", params=params
            )
    return stored


def _likeness(invocation: Invocation) -> Any:
    from tidings.policy.reading.likeness import Likeness
    from tidings.text.embeddings import load_embedder

    return Likeness(load_embedder(invocation.settings.embedder))


def check_page(checked: Checked, words: Words, program: str = "tidings") -> list[RenderableType]:
    """Whether it is proved, what that means or why it is not, and the words of the articles nearest to it."""
    articles = {str(item.id): item for item in checked.articles}
    line = Text(words.say(f"check.{checked.outcome}"), style=_STYLES[checked.outcome])
    said = _said(checked, words)
    shown = [part for ref in checked.quotes for part in _quote(ref, articles[ref.article_id or ""], words)]
    nothing = [Text(f"  {words.say('check.no_quote')}", style="dim")]
    title = words.say("check.by" if checked.fault is None else "check.nearest")
    return [
        line,
        *map(Text, said),
        *section(title, shown or nothing),
        *_where_to_read(checked.quotes, words, program),
    ]


def _where_to_read(quotes: Sequence[EvidenceRef], words: Words, program: str) -> list[RenderableType]:
    """The command that prints the article, on a line of its own to be copied whole."""
    if not quotes:
        return []
    said = words.say("check.read", command=f"{program} article {quotes[0].article_id}")
    return [Text(), Text(said, style="dim", no_wrap=True, overflow="ignore")]


def _said(checked: Checked, words: Words) -> list[str]:
    """What the outcome means: of a proof how far it goes, else the reason and the words at fault."""
    from tidings.messages import at_fault, refusal
    from tidings.policy.reasons import Reason

    fault = checked.fault
    if fault is None:
        return [words.say("check.means")]
    if fault.reason is Reason.NO_REFERENCE:
        return [words.say("check.unrelated")]
    said = at_fault(one_line(fault.said), one_line(fault.found), words.lang)
    return [refusal(fault.reason, words.lang), *([said] if said else [])]


def _quote(ref: EvidenceRef, article: StoredArticle, words: Words) -> list[RenderableType]:
    line = Text(words.say("answer.quote", quote=one_line(ref.quote)), style="italic")
    origin = f"{one_line(article.source)} · {words.day(ref.date)} · #{article.id} · {ref.start}:{ref.end}"
    line.append(f"\n— {origin}\n{one_line(article.title)}", style="not italic dim")
    return [Padding(line, (0, 0, 0, 2)), *address(article.url, indent=2)]


def check_document(checked: Checked, words: Words) -> dict[str, Any]:
    """The outcome for a program: `at_fault` is what is not borne out, `article_has` what stands there."""
    fault = checked.fault
    return {
        "sentence": checked.sentence,
        "outcome": "pass" if fault is None else fault.reason.outcome,
        "reason": fault.reason if fault else None,
        "said": " ".join(_said(checked, words)),
        "at_fault": (fault.said or None) if fault else None,
        "article_has": (fault.found or None) if fault else None,
        "articles": [_article(item) for item in checked.articles],
        "quotes": [ref.model_dump(mode="json") for ref in checked.quotes],
    }


def _article(item: StoredArticle) -> dict[str, Any]:
    return {
        "article_id": str(item.id),
        "title": item.title,
        "source": item.source,
        "url": item.url,
        "published_at": item.published_at.isoformat(),
        "revision": item.revision,
    }
