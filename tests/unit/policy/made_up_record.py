"""One invented article, a reference to it, and a claim about it that holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from tidings.policy.claims import Backing, Claim, Label, Statement
from tidings.policy.proof import Record
from tidings.policy.reading.reading import language_of
from tidings.schemas.evidence import EvidenceRef
from tidings.store.articles import StoredArticle
from tidings.text.naming import subject_of
from tidings.windows import parse_window

WINDOW = parse_window("24h", datetime(2031, 5, 31, tzinfo=UTC))

ARTICLE = StoredArticle(
    id=7,
    url="https://news.example/7",
    title="Tarn bridge closes",
    text="Tarn bridge closes\n\nThe Tarn bridge closed on Friday after engineers found cracks.",
    source="North Post",
    lang="en",
    published_at=datetime(2031, 5, 30, 12, tzinfo=UTC),
    revision=1,
)
QUOTE = "The Tarn bridge closed on Friday after engineers found cracks."


def ref(**changes: object) -> EvidenceRef:
    start = ARTICLE.text.index(QUOTE)
    fields = {
        "article_id": "7",
        "url": ARTICLE.url,
        "date": "2031-05-30",
        "quote": QUOTE,
        "start": start,
        "end": start + len(QUOTE),
    }
    return EvidenceRef(**{**fields, **changes})


def record(**changes: object) -> Record:
    base = Record(
        articles={7: ARTICLE},
        window=WINDOW,
        ledger={("Tarn bridge", "articles"): 12, ("Tarn bridge", "ratio"): 4.213},
    )
    return replace(base, **changes)


def counted(text: str, name: str, value: float, *, of: str = "", shown: str) -> Backing:
    """A figure of a sentence that stands where `shown` does."""
    start = text.index(shown)
    return Backing(of, name, value, start, start + len(shown))


def label(text: str, name: str, subject: str | None = None) -> Label:
    """A name of a sentence, where it first stands."""
    start = text.index(name)
    return Label(subject or name, start, start + len(name))


def computed(text: str = "", value: float = 12, **changes: object) -> Claim:
    text = text or f"“Tarn bridge”: {value:g} articles."
    line = counted(text, "articles", value, of="Tarn bridge", shown=f"{value:g} articles")
    claim = Claim(
        Statement(text, (label(text, "Tarn bridge"),), (line,)),
        "computed",
        (ref(),),
        subjects=(subject_of("Tarn bridge", "en"),),
    )
    return replace(claim, **changes)


def spoken(text: str) -> Claim:
    return Claim(Statement(text), "quoted", (ref(),))


def stored(title: str, body: str, key: int = 7) -> StoredArticle:
    """An article of the invented record's outlet and day, in the language of its letters."""
    text = f"{title}\n\n{body}"
    return replace(ARTICLE, id=key, url=None, title=title, text=text, lang=language_of(text))


def written(text: str, *quotes: tuple[StoredArticle, str]) -> Claim:
    """A sentence a model wrote, with the words of the articles it quotes."""
    refs = tuple(
        ref(
            article_id=str(article.id),
            url=None,
            quote=quote,
            start=article.text.index(quote),
            end=article.text.index(quote) + len(quote),
        )
        for article, quote in quotes
    )
    return Claim(Statement(text), "quoted", refs, written=True)
