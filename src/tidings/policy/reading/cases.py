"""Cases: the Russian cases that a name may be in, by the forms of all its words."""

from __future__ import annotations

from collections.abc import Sequence

from tidings.policy.reading.reading import Word
from tidings.text.morphology import readings

# The nominative of surnames, which the dictionary may take for the genitive of several things.
_SURNAMES = ("ов", "ев", "ин", "ын")


def shared_cases(person: Sequence[Word]) -> frozenset[str]:
    """The cases that all words of a name may be in; where there is none, those of the given name."""
    own = [_cases_of_name(word) for word in person]
    return frozenset.intersection(*own) or own[0]


def _cases_of_name(word: Word) -> frozenset[str]:
    found = [reading.tag for reading in readings(word.token.norm) if reading.tag.case]
    names = [tag for tag in found if "Name" in tag or "Surn" in tag or "Patr" in tag]
    single = [tag for tag in names or found if tag.number != "plur"]
    if not single and word.token.norm.endswith(_SURNAMES):
        return frozenset({"nomn"})
    return frozenset(str(tag.case) for tag in single or found)
