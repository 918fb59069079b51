"""The public contracts: what every face of Tidings receives and shows."""

from tidings.schemas.answer import Answer, Meta, Notice
from tidings.schemas.error import ErrorReport
from tidings.schemas.evidence import Evidence, EvidenceRef
from tidings.schemas.insight import Figure, Insight
from tidings.schemas.results import (
    Aspect,
    Cluster,
    Emerging,
    Emotions,
    ExpansionHint,
    Gap,
    Keyphrase,
    KeywordsResult,
    Momentum,
    Result,
    SentimentPoint,
    SentimentResult,
    SourceCount,
    Topic,
    TopicsResult,
    TrendsResult,
)

__all__ = [
    "Answer",
    "Aspect",
    "Cluster",
    "Emerging",
    "Emotions",
    "ErrorReport",
    "Evidence",
    "EvidenceRef",
    "ExpansionHint",
    "Figure",
    "Gap",
    "Insight",
    "Keyphrase",
    "KeywordsResult",
    "Meta",
    "Momentum",
    "Notice",
    "Result",
    "SentimentPoint",
    "SentimentResult",
    "SourceCount",
    "Topic",
    "TopicsResult",
    "TrendsResult",
]
