"""All signals of a batch of articles, in one process, in the order in which they are computed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from tidings.text.blas import limit_to_one_thread
from tidings.text.duplicates import signatures
from tidings.text.embeddings import DEFAULT_EMBEDDER, Embedder, load_embedder
from tidings.text.emotions import EmbeddingEmotions, EmotionScorer
from tidings.text.entities import EntityFinder
from tidings.text.keyphrases import candidates
from tidings.text.language import FastTextIdentifier, LanguageIdentifier
from tidings.text.sentiment import BlendedSentiment, SentimentScorer
from tidings.text.signals import Entity, TextInput, TextSignals
from tidings.text.tokens import Token, stem_counts, tokenize
from tidings.text.tone import load_model

# Characters of body embedded beside the title: about 90 words. The encoder's time grows with length, its
# vector of a long text turns into that of its topic, and a news story's event is in its first sentences.
_EMBEDDED = 600
# Keyphrases are looked for this far, duplicates compared over this many words; stems are counted over
# everything.
_PHRASED = 3_000
_COMPARED = 1_000
_SPACES = re.compile(r"\s+")


class Analyzer(Protocol):
    """Anything that turns articles into signals."""

    def analyze(self, docs: Sequence[TextInput]) -> list[TextSignals]:
        """Signals of each document, in order."""
        ...


class TextAnalyzer:
    """Every signal, offline; not thread-safe, one per process."""

    def __init__(self, embedder: str = DEFAULT_EMBEDDER) -> None:
        limit_to_one_thread()
        self._embedder: Embedder = load_embedder(embedder)
        model = load_model(embedder)
        self._language: LanguageIdentifier = FastTextIdentifier()
        self._entities = EntityFinder()
        self._sentiment: SentimentScorer = BlendedSentiment(model)
        self._emotions: EmotionScorer = EmbeddingEmotions(model)

    def analyze(self, docs: Sequence[TextInput]) -> list[TextSignals]:
        """Signals of each document, in order."""
        guesses = [self._language.identify(f"{doc.title}. {doc.text}", doc.lang_hint) for doc in docs]
        langs = [guess.lang for guess in guesses]
        texts = [embedded_text(doc.title, doc.text) for doc in docs]
        vectors = self._embedder.encode(texts)
        tones = self._sentiment.score(texts, vectors, langs)
        emotions = self._emotions.score(texts, vectors, langs)
        entities = self._entities_by_language(docs, langs)
        titles, bodies = [tokenize(doc.title) for doc in docs], [tokenize(doc.text) for doc in docs]
        minhashes = signatures(zip(map(_norms, titles), map(_norms, bodies), strict=True))
        return [
            TextSignals(
                lang=guess.lang,
                lang_confidence=guess.confidence,
                stems=stem_counts((*titles[i], *bodies[i]), guess.lang),
                length=len(titles[i]) + len(bodies[i]),
                keyphrases=candidates(docs[i].title, docs[i].text[:_PHRASED], guess.lang),
                entities=entities[i],
                sentiment=tones[i],
                emotions=emotions[i],
                embedding=vectors[i],
                minhash=minhashes[i],
            )
            for i, guess in enumerate(guesses)
        ]

    def _entities_by_language(
        self, docs: Sequence[TextInput], langs: Sequence[str]
    ) -> dict[int, tuple[Entity, ...]]:
        """Entities by position; each language's texts go together, as its model reads batches."""
        found: dict[int, tuple[Entity, ...]] = {}
        for lang in sorted(set(langs)):
            positions = [i for i, one in enumerate(langs) if one == lang]
            texts = [(docs[i].title, docs[i].text) for i in positions]
            found.update(zip(positions, self._entities.find(texts, lang), strict=True))
        return found

    @property
    def embedder(self) -> Embedder:
        """The embedder in use, whose name and dimension are stored with its vectors."""
        return self._embedder


def _norms(tokens: Sequence[Token]) -> list[str]:
    return [token.norm for token in tokens[:_COMPARED]]


def embedded_text(title: str, text: str) -> str:
    """What of an article is embedded: its title and the beginning of its body, cut at a word."""
    body = text[:_EMBEDDED]
    if len(text) > _EMBEDDED:
        body = body.rsplit(" ", 1)[0]
    joined = f"{title}. {body}" if title and body and title[-1].isalnum() else f"{title} {body}"
    return _SPACES.sub(" ", joined).strip()
