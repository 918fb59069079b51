"""Names in Russian text: Natasha's Slovnet model, read from its package's bundled weights."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from tidings.errors import InternalError
from tidings.text.mentions import Mention
from tidings.text.signals import EntityKind
from tidings.text.tokens import Token, is_shouting, tokenize
from tidings.text.wordlists import word_list

# Reading more costs time (1.4 ms for a title and teaser) and adds few names: the first paragraphs carry them.
_PREFIX = 700
_KINDS = {"PER": EntityKind.PER, "ORG": EntityKind.ORG, "LOC": EntityKind.LOC}
_LATIN_NAME = re.compile(r"[A-Z][A-Za-z0-9]*|[a-z]+[A-Z]\w*")
_LATIN_LETTER = re.compile(r"[A-Za-z]")
_EDGES = " \t\n«»\"'“”„().,;:!?–—-"
_NOT_NAMES = word_list("names", "no_names_in_russian")


class RussianExtractor:
    """Slovnet NER (720 titles with teasers a second a core) and the Latin names it passes over."""

    def __init__(self) -> None:
        # Loaded before the encoder: the other way round, a process's peak was 500 MB instead of 280.
        _model()

    def extract(self, texts: Sequence[tuple[str, str]], lang: str) -> list[list[Mention]]:
        """Mentions of each (title, body) in reading order."""
        del lang  # one model, one language
        readable = [_readable(title, body) for title, body in texts]
        order = sorted(range(len(readable)), key=lambda i: len(readable[i]))  # a batch pads to its longest
        found: list[list[Mention]] = [[] for _ in readable]
        for i, markup in zip(order, _model().map([readable[i] for i in order]), strict=True):
            found[i] = list(_mentions(readable[i], markup))
        return found


def _readable(title: str, body: str) -> str:
    """Title and first paragraphs; a shouted title is lowered, lest every word be taken for a name."""
    head = title.capitalize() if is_shouting(tokenize(title)) else title
    return f"{head}.\n{body[:_PREFIX]}" if body else head or "."


def _mentions(text: str, markup: Any) -> Iterator[Mention]:
    spans = [(int(span.start), int(span.stop), _KINDS[span.type]) for span in markup.spans]
    spans.extend(_latin_spans(text, spans))
    for start, end, kind in sorted(spans, key=lambda span: span[:2]):
        name = text[start:end].strip(_EDGES)
        words = tuple(token.text for token in tokenize(name))
        if words and len(name) > 1 and name.casefold() not in _NOT_NAMES:
            yield Mention(re.sub(r"\s+", " ", name), words, kind)


def _latin_spans(
    text: str, taken: Sequence[tuple[int, int, EntityKind]]
) -> Iterator[tuple[int, int, EntityKind]]:
    """Runs of capitalised Latin words outside the model's spans: Falcon Heavy, iPhone, COVID-19."""
    if not _LATIN_LETTER.search(text):
        return
    run: list[Token] = []
    for token in [token for token in tokenize(text) if _is_latin_name(token, taken)]:
        if run and text[run[-1].end : token.start] != " ":
            yield run[0].start, run[-1].end, EntityKind.MISC
            run = []
        run.append(token)
    if run:
        yield run[0].start, run[-1].end, EntityKind.MISC


def _is_latin_name(token: Token, taken: Sequence[tuple[int, int, EntityKind]]) -> bool:
    if not _LATIN_LETTER.match(token.text) or not _LATIN_NAME.match(token.text):
        return False
    if token.norm in _NOT_NAMES or any(start < token.end and token.start < end for start, end, _ in taken):
        return False
    return len(token.text) > 1


@lru_cache(maxsize=1)
def _model() -> Any:
    """The NER model. Natasha itself is not imported: its morphology needs an interpreter older than ours."""
    from navec import Navec
    from slovnet import NER

    package = importlib.util.find_spec("natasha")
    if package is None or package.origin is None:
        raise InternalError("the package natasha, which carries the Russian name model, is not installed")
    data = Path(package.origin).parent / "data"
    model = NER.load(str(data / "model" / "slovnet_ner_news_v1.tar"))
    return model.navec(Navec.load(str(data / "emb" / "navec_news_v1_1B_250K_300d_100q.tar")))
