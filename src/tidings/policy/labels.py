"""Labels: whether a topic may be called what a model calls it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice

from tidings.policy.personal import pii
from tidings.policy.reading.passage import Passage
from tidings.policy.reading.proper_names import names_in
from tidings.policy.reading.reading import Sentence, read_sentence
from tidings.policy.wording import is_in
from tidings.policy.written.bearing import misborne_word
from tidings.policy.written.opposites import turned_word
from tidings.policy.written.remainder import share
from tidings.text.tokens import sentences

LABEL_LIMIT = 80
# A label may name what its articles have in common in a word of its own; half of it must still be theirs.
LABEL_SHARE = 0.5
# Texts read, and characters of each: what a topic is called stands at the head of its first articles.
_TEXTS = 8
_READ = 600


def label_holds(label: str, texts: Iterable[str], lang: str) -> bool:
    """Whether a label in `lang` is short, and its names, numbers and half its words are in the texts."""
    return _holds(label, tuple(text[:_READ] for text in islice(texts, _TEXTS)), lang)


# Asked of a name when it is given and again before it is shown, and for every reader of the same news.
@lru_cache(maxsize=512)
def _holds(label: str, heads: tuple[str, ...], lang: str) -> bool:
    if not label.strip() or len(label) > LABEL_LIMIT or pii.find(label) or not is_in(label, lang):
        return False
    passage = Passage(tuple(sentence for head in heads for sentence in _read(head)))
    said = read_sentence(label)
    return (
        _numbers_hold(said, passage)
        and all(passage.names.find(name) for name in names_in(said))
        and share(said, passage) >= LABEL_SHARE
        and turned_word(said, passage) is None
        and misborne_word(said, passage) is None
    )


def _read(head: str) -> Iterator[Sentence]:
    return (read_sentence(head[span.start : span.end]) for span in sentences(head))


def _numbers_hold(said: Sentence, passage: Passage) -> bool:
    """Whether each number is given, as a quantity or as it is written."""
    given = [item for sentence in passage.sentences for item in sentence.quantities]
    if not all(any(item.agrees(cited) for cited in given) for item in said.quantities):
        return False
    return not said.loose_codes or said.loose_codes <= passage.codes
