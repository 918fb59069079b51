"""Search: the articles for a query, and on request why each stands where it does."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from tidings.cli.console import show, show_json
from tidings.cli.invocation import Invocation
from tidings.cli.layout import address
from tidings.cli.options import AsJson, AsOf, NewsLang, Sources, WindowOption, news_language, window_of
from tidings.cli.session import with_stored
from tidings.cli.untrusted import one_line
from tidings.errors import NoData

if TYPE_CHECKING:
    from tidings.cli.words import Words
    from tidings.policy.domains import DomainRule
    from tidings.retrieval import Hit, Reranked, Retrieved
    from tidings.store.pool import Database

# As deep as both rankings reach.
MOST = 30


def search(
    context: typer.Context,
    query: Annotated[str, typer.Argument(metavar="QUERY", help="option.search_query")],
    window: WindowOption = "24h",
    *,
    explain: Annotated[bool, typer.Option("--explain", help="option.explain")] = False,
    limit: Annotated[int, typer.Option(min=1, max=MOST, help="option.limit")] = 10,
    as_of: AsOf = None,
    news_lang: NewsLang = None,
    source: Sources = None,
    as_json: AsJson = False,
) -> None:
    """Print the articles that answer a query."""
    from tidings.cli.questions import subject_alone
    from tidings.policy.domains import DomainRule

    invocation: Invocation = context.obj
    rule = DomainRule.from_settings(invocation.settings)
    (span, moment), articles_lang = window_of(window, as_of), news_language(news_lang)
    subject = subject_alone(query)

    async def work(db: Database) -> Retrieved:
        from tidings.flags import Flag, flags_now
        from tidings.retrieval import Retriever, require_sources
        from tidings.text.embeddings import load_embedder

        await require_sources(db, source)
        async with flags_now(invocation.settings, db) as flags:
            rerank = flags.on(Flag.RERANK)
        retriever = Retriever(db, load_embedder(invocation.settings.embedder))
        return await retriever.retrieve_for_analysis(
            subject,
            span,
            lang=articles_lang,
            sources=source,
            # Of as many as there are, where some of them may have to be left out.
            k_final=MOST if rule.is_set else limit,
            as_of=moment,
            rerank=rerank,
        )

    found = with_stored(invocation, work)
    if not found.hits:
        raise NoData(f"nothing in {span.name} matches the query")
    shown, kept_out = citable(found, rule, limit)
    if not shown.hits:
        raise NoData(f"all {kept_out} matches are of domains kept out", message="domains_keep_out")
    if as_json:
        show_json(search_document(shown, kept_out))
    else:
        cut = len(shown.hits) == limit < MOST
        show(*search_page(shown, invocation.words(), explain=explain, kept_out=kept_out, cut=cut))


def citable(found: Retrieved, rule: DomainRule, limit: int) -> tuple[Retrieved, int]:
    """The first hits that the lists of domains let through, and how many among these they did not."""
    hits: list[Hit] = []
    kept_out = 0
    for hit in found.hits:
        if len(hits) == limit:
            break
        if rule.lets(hit.article.url):
            hits.append(hit)
        else:
            kept_out += 1
    return replace(found, hits=tuple(hits)), kept_out


def search_page(
    found: Retrieved, words: Words, *, explain: bool, kept_out: int = 0, cut: bool = False
) -> list[RenderableType]:
    """The hits in order, each with its source, date, number and address; `cut` where there may be more."""
    page: list[RenderableType] = []
    for number, hit in enumerate(found.hits, 1):
        title = Text(f"{number}. ", style="bold")
        title.append(one_line(hit.article.title))
        page.append(title)
        origin = f"{one_line(hit.article.source)} · {words.moment(hit.article.published_at, year=True)}"
        page.append(Padding(Text(f"{origin} · #{hit.article.id}", style="dim"), (0, 0, 0, 3)))
        page += address(hit.article.url, indent=3)
        if explain:
            page += [Padding(line, (0, 0, 0, 3)) for line in _explanation(hit, words)]
    key = "answer.hits.first" if cut else "answer.hits"
    page += [Text(), Text(words.say(key, hits=len(found.hits)), style="dim")]
    if kept_out:
        page.append(Text(f"! {words.say('answer.kept_out', hits=kept_out)}", style="yellow"))
    return page


def _explanation(hit: Hit, words: Words) -> list[Text]:
    lexical = _place(hit.lexical_rank, hit.lexical, words)
    dense = _place(hit.dense_rank, hit.cosine, words)
    fused = words.say("answer.rank.fused", score=words.decimal(hit.score, 4))
    terms = " + ".join(
        f"{one_line(term.stem)} {words.decimal(term.rarity)}×{words.decimal(term.weight)}"
        for term in hit.terms
    )
    return [
        Text(
            f"{words.say('answer.rank.lexical')}: {lexical}" + (f" = {terms}" if terms else ""), style="cyan"
        ),
        Text(f"{words.say('answer.rank.dense')}: {dense}", style="cyan"),
        Text(fused, style="cyan"),
        *_reranking(hit.reranked, words),
    ]


def _reranking(again: Reranked | None, words: Words) -> list[Text]:
    if again is None:
        return []
    said = words.say(
        "answer.rank.again",
        rank=again.fused_rank,
        score=words.decimal(again.score, 3),
        words=words.decimal(again.words),
        cosine=words.decimal(again.cosine),
    )
    return [Text(said, style="cyan")]


def _place(rank: int | None, score: float | None, words: Words) -> str:
    if rank is None:
        return words.say("answer.rank.none")
    return words.say("answer.rank.place", rank=rank, score=words.decimal(score or 0.0, 3))


def search_document(found: Retrieved, kept_out: int = 0) -> dict[str, Any]:
    """The hits for a program, always with the reasons of their rank."""
    return {
        "query": found.query,
        "window": found.window.name,
        "since": found.window.since.isoformat(),
        "until": found.window.until.isoformat(),
        "stems": list(found.stems),
        "dense_weight": found.dense_weight,
        "warnings": list(found.warnings),
        "kept_out": kept_out,
        "hits": [_hit_document(hit) for hit in found.hits],
    }


def _hit_document(hit: Hit) -> dict[str, Any]:
    return {
        "article_id": str(hit.article.id),
        "title": hit.article.title,
        "url": hit.article.url,
        "source": hit.article.source,
        "lang": hit.article.lang,
        "published_at": hit.article.published_at.isoformat(),
        "story_id": str(hit.story_id),
        "also": [str(other) for other in hit.also],
        "is_match": hit.is_match,
        "score": hit.score,
        "lexical": {"rank": hit.lexical_rank, "bm25": hit.lexical},
        "dense": {"rank": hit.dense_rank, "cosine": hit.cosine},
        "reranked": None if hit.reranked is None else asdict(hit.reranked),
        "terms": [
            {"stem": term.stem, "rarity": term.rarity, "weight": term.weight, "score": term.score}
            for term in hit.terms
        ],
    }
