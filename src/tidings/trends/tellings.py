"""Tellings: which articles tell each story or use each term; as columns, until somebody looks at them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from tidings.store.trends import Fact, Told
from tidings.trends.threads import final_story

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Tellings:
    """Articles by key: those of `keys[n]` are the rows from `starts[n]` to `starts[n + 1]`, by time."""

    keys: NDArray[np.int64]
    starts: NDArray[np.intp]
    told: Told

    @classmethod
    def of(cls, told: Told, *, least: int = 1) -> Self:
        """The articles under their keys, of which those with fewer than `least` are left out."""
        ordered = told.taken(np.lexsort((told.ids, told.at, told.keys)))
        keys, sizes = np.unique(ordered.keys, return_counts=True)
        kept = sizes >= least
        starts = np.concatenate(([0], np.cumsum(sizes[kept])))
        return cls(keys[kept], starts, ordered.taken(np.repeat(kept, sizes)))

    def merged(self, merges: Mapping[int, int]) -> Tellings:
        """The stories by where their merges lead."""
        finals = np.array([final_story(key, merges) for key in self.keys.tolist()], dtype=np.int64)
        if np.array_equal(finals, self.keys):
            return self
        return Tellings.of(self.told._replace(keys=np.repeat(finals, np.diff(self.starts))))

    @cached_property
    def sizes(self) -> Mapping[int, int]:
        """How many articles each key has."""
        return dict(zip(self.keys.tolist(), np.diff(self.starts).tolist(), strict=True))

    def widest(self, most: int) -> list[int]:
        """The keys that most outlets tell, a tie by number."""
        places = np.repeat(np.arange(len(self.keys)), np.diff(self.starts))
        order = np.lexsort((self.told.sources, places))
        place, source = places[order], self.told.sources[order]
        is_new = np.ones(len(order), dtype=np.bool_)
        is_new[1:] = (place[1:] != place[:-1]) | (source[1:] != source[:-1])
        outlets = np.bincount(place[is_new], minlength=len(self.keys))
        found: list[int] = self.keys[np.lexsort((self.keys, -outlets))[:most]].tolist()
        return found

    def facts(self, key: int) -> list[Fact]:
        """What is known of a key's articles."""
        rows = self._rows(key)
        columns = (self.told.ids, self.told.sources, self.told.sentiments, self.told.at)
        return [*map(Fact._make, zip(*(column[rows].tolist() for column in columns), strict=True))]

    def spread(self, key: int, most: int) -> list[int]:
        """A few of a key's articles, evenly over their span of time."""
        return evenly(self.told.ids[self._rows(key)].tolist(), most)

    def _rows(self, key: int) -> slice:
        place = int(np.searchsorted(self.keys, key))
        if place == len(self.keys) or self.keys[place] != key:
            return slice(0, 0)
        return slice(int(self.starts[place]), int(self.starts[place + 1]))


def evenly(ordered: Sequence[T], most: int) -> list[T]:
    """So many of these, the first among them, as far from each other as can be."""
    step = max(1.0, len(ordered) / most)
    places = dict.fromkeys(int(step * place) for place in range(min(most, len(ordered))))
    return [ordered[place] for place in places]
