"""Keeping out: outlets and gaps whose domains may not be shown are not listed among an answer's figures."""

from __future__ import annotations

from dataclasses import replace

from tidings.asking import Asked
from tidings.engine import Engine
from tidings.findings import Findings
from tidings.schemas.results import TopicsResult, TrendsResult
from tidings.store import corpus
from tidings.store import trends as sql
from tidings.store.analysis import Selection


async def without_kept_out(engine: Engine, asked: Asked, findings: Findings) -> Findings:
    """The findings without outlets and gaps that a list of domains keeps out; without lists as they are."""
    if not engine.domains.is_set or findings.view is None:
        return findings
    shown = await _shown_outlets(engine, asked, [name for name, _ in findings.view.top_sources])
    gaps = await _shown_gaps(engine, [gap.article_id for gap in findings.view.gaps])
    view = replace(
        findings.view,
        top_sources=tuple(item for item in findings.view.top_sources if item[0] in shown),
        gaps=tuple(gap for gap in findings.view.gaps if gap.article_id in gaps),
    )
    result = findings.result
    if isinstance(result, TopicsResult | TrendsResult):
        kept = tuple(
            item for item, gap in zip(result.gaps, findings.view.gaps, strict=False) if gap.article_id in gaps
        )
        result = result.model_copy(update={"gaps": kept})
    if isinstance(result, TrendsResult):
        sources = tuple(item for item in result.top_sources if item.source in shown)
        result = result.model_copy(update={"top_sources": sources})
    return replace(findings, view=view, result=result)


async def _shown_outlets(engine: Engine, asked: Asked, names: list[str]) -> set[str]:
    """Of these outlets, those whose newest article of the window may be shown."""
    window, ids = asked.window, {corpus.source_id(name): name for name in names}
    scope = Selection(window.since, window.until, None, list(ids))
    newest = await engine.db.read(lambda conn: sql.newest_addresses(conn, scope))
    return {ids[source] for source, url in newest.items() if engine.domains.lets(url)}


async def _shown_gaps(engine: Engine, articles: list[int]) -> set[int]:
    """Of these articles, whose titles name gaps, those that may be shown."""
    found = await engine.db.read(lambda conn: sql.addresses(conn, articles))
    return {article for article, url in found.items() if engine.domains.lets(url)}
