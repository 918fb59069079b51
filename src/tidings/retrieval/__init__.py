"""Retrieval: which stored articles answer a question, ranked by words and by meaning, with the reasons."""

from tidings.retrieval.edges import SharedEdges
from tidings.retrieval.request import require_sources
from tidings.retrieval.results import Hit, Match, Reranked, Retrieved, TermScore
from tidings.retrieval.retriever import DEFAULT_K, EMBEDDER_MISMATCH, Retriever
from tidings.retrieval.sharing import SharedWork

__all__ = [
    "DEFAULT_K",
    "EMBEDDER_MISMATCH",
    "Hit",
    "Match",
    "Reranked",
    "Retrieved",
    "Retriever",
    "SharedEdges",
    "SharedWork",
    "TermScore",
    "require_sources",
]
