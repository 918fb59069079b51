"""Deeds: whether what a claim says was done to whom by whom is told so by what it cites."""

from __future__ import annotations

from collections.abc import Sequence, Set
from functools import lru_cache

from tidings.policy.reading.lexicon import offices, poles, roots
from tidings.policy.reading.parties import Deed, party_keys
from tidings.policy.reading.passage import Passage
from tidings.policy.reading.proper_names import names_in
from tidings.policy.reading.reading import Sentence, Word
from tidings.policy.written.english_deeds import english_deeds
from tidings.policy.written.russian_deeds import russian_deeds
from tidings.policy.written.senses import are_alike
from tidings.text.stopwords import stop_words

# Sentences whose deeds are kept: those of some twenty answers.
_REMEMBERED = 1024


def turned_deed(claimed: Sentence, passage: Passage) -> Deed | None:
    """The first deed of a claim that the passage tells the other way round, or of somebody else."""
    cited = [deed for sentence in passage.sentences for deed in deeds_in(sentence)]
    for deed in deeds_in(claimed):
        same = [other for other in cited if _says_the_same(deed, other, claimed.lang)]
        if _is_reversed(deed, same) or _is_done_by_target(deed, same):
            return deed
        if _is_told_of_others(deed, same, claimed.lang):
            return deed
        if _is_by_a_teller(deed, claimed.lang, passage) or _is_denied_by_another(
            deed, same, claimed.lang, passage
        ):
            return deed
        if _is_of_somebody_else(deed, claimed, passage):
            return deed
        if _is_of_another(deed, same, claimed, passage) or _is_to_another(deed, same, claimed, passage):
            return deed
    return None


def _says_the_same(deed: Deed, other: Deed, lang: str) -> bool:
    """Whether two verbs are one, or take the same side: to beat and to defeat."""
    if deed.verb.root == other.verb.root or are_alike(deed.verb, other.verb):
        return True
    known = poles("opposites", lang)
    return not set(known.get(deed.verb.root, ())).isdisjoint(known.get(other.verb.root, ()))


def _is_reversed(deed: Deed, same: Sequence[Deed]) -> bool:
    """Whether two change places, and nowhere stand as they are claimed to."""
    if deed.verb.root in roots("mutual", "en") | roots("mutual", "ru"):
        return False
    for other in same:
        doers = deed.doers & (other.targets | other.beside)
        targets = (deed.targets | deed.beside) & other.doers
        if doers and targets:
            return not any(doers & one.doers or targets & (one.targets | one.beside) for one in same)
    return False


def _is_done_by_target(deed: Deed, same: Sequence[Deed]) -> bool:
    """Whether those it is done to do it there and never suffer it, and the doer does not do it."""
    if deed.verb.root in roots("mutual", "en") | roots("mutual", "ru"):
        return False
    turned = bool(deed.doers) and any(deed.targets & other.doers and other.targets for other in same)
    suffered = any(deed.targets & (other.targets | other.beside) for other in same)
    return turned and not suffered and not any(deed.doers & other.doers for other in same)


def _is_told_of_others(deed: Deed, same: Sequence[Deed], lang: str) -> bool:
    """Whether the passage has the verb only of others, who do it to others: pumps lost pressure."""
    vague = roots("references", lang) | set(offices(lang))
    own, both = deed.doers | deed.targets | deed.beside, bool(deed.doers and deed.targets)
    return both and bool(same) and all(_are_others(own, other, vague) for other in same)


def _are_others(own: Set[str], other: Deed, vague: Set[str]) -> bool:
    sides = other.doers | other.targets | other.beside
    return bool(other.doers and other.targets) and not (sides & own or other.doers & vague)


def _is_to_another(deed: Deed, same: Sequence[Deed], claimed: Sentence, passage: Passage) -> bool:
    """Whether the same doer does it only to others, though the passage speaks of those of the claim."""
    others = [other for other in same if deed.doers & other.doers]
    # What it is done to may be told by another word; who, hardly.
    somebody = _named(claimed) | _doers(passage)
    if not others or not deed.targets & somebody or not all(other.targets & somebody for other in others):
        return False
    if not deed.targets <= _all_parties(passage) or any(
        not other.targets or deed.targets & (other.targets | other.beside) for other in others
    ):
        return False
    vague = roots("references", claimed.lang) | set(offices(claimed.lang))
    if not deed.targets & _named(claimed):
        vague &= stop_words(claimed.lang)  # nurses are no government, though Norvia may be
    return not any(side & vague for side in (deed.targets, *(other.targets for other in others)))


def _is_of_another(deed: Deed, same: Sequence[Deed], claimed: Sentence, passage: Passage) -> bool:
    """Whether the same is done to the same only by others, though the passage speaks of the claim's doer."""
    others = [other for other in same if _is_alike(deed, other)]
    if not deed.doers or not others or not deed.doers <= _all_parties(passage):
        return False
    if any(not other.doers or other.doers & (deed.doers | deed.targets) for other in same):
        return False
    # Who is neither named nor heard may be told by another word there: police, officers.
    if not deed.doers & (_named(claimed) | _heard(passage)):
        return False
    # "The singer" may be she whom the claim names; "parliament" is nobody.
    vague = roots("references", claimed.lang) | set(offices(claimed.lang))
    return not any(side & vague for side in (deed.doers, *(other.doers for other in others)))


def _is_by_a_teller(deed: Deed, lang: str, passage: Passage) -> bool:
    """Whether somebody does harm, or comes to it, who is only heard in the passage to tell of it."""
    if not deed.doers or deed.verb.root not in roots("deeds", f"harm_{lang}"):
        return False
    speech = roots("speech", lang)
    tellers, parties = set[str](), set[str]()
    for sentence in passage.sentences:
        for other in deeds_in(sentence):
            (tellers if other.verb.root in speech else parties).update(other.doers)
            parties |= other.targets | other.beside
    return deed.doers <= tellers - parties


def _is_denied_by_another(deed: Deed, same: Sequence[Deed], lang: str, passage: Passage) -> bool:
    """Whether the claim has somebody deny who does something else in the passage, where others deny."""
    if deed.verb.root not in roots("bearing", f"deny_{lang}") or not deed.doers & _doers(passage):
        return False
    vague = roots("references", lang) | set(offices(lang))
    denying = [other.doers for other in same if other.doers]
    known = deed.doers | vague
    return bool(denying) and not deed.doers & vague and not any(doers & known for doers in denying)


def _named(sentence: Sentence) -> frozenset[str]:
    keys = party_keys(sentence)
    return frozenset(keys[word.place] for name in names_in(sentence) for word in name.words)


def _doers(passage: Passage) -> frozenset[str]:
    """Whoever does anything in a passage."""
    deeds = (deed for sentence in passage.sentences for deed in deeds_in(sentence))
    return frozenset[str]().union(*(deed.doers for deed in deeds))


def _heard(passage: Passage) -> frozenset[str]:
    """Who says something in a passage, whom one may take for the doer: killed three, police said."""
    return frozenset(
        party_keys(sentence)[word.place]
        for sentence in passage.sentences
        for clause in _speaking(sentence)
        for word in sentence.words
        if word.clause == clause
    )


def _speaking(sentence: Sentence) -> set[int]:
    speech = roots("speech", sentence.lang)
    return {word.clause for word in sentence.words if word.root in speech}


def _is_of_somebody_else(deed: Deed, claimed: Sentence, passage: Passage) -> bool:
    """Whether a deed is told of others alone, by name, in sentences nearer to the claim than its doer's."""
    own = deed.doers & _named(claimed)
    if not own or not own <= _all_parties(passage) or deed.verb.root in roots("speech", claimed.lang):
        return False
    told = [
        (sentence, other)
        for sentence in passage.sentences
        if not sentence.is_headline
        for other in deeds_in(sentence)
        if deed.verb.root == other.verb.root or are_alike(deed.verb, other.verb)
    ]
    if not told or not all(_is_by_others(deed, sentence, other) for sentence, other in told):
        return False
    said = claimed.clause_roots(deed.verb.clause) - {
        word.root for name in names_in(claimed) for word in name.words
    }
    nearest = max(len(said & sentence.roots) for sentence, _ in told)
    about = (sentence for sentence in passage.sentences if own & set(party_keys(sentence)))
    return nearest > max((len(said & sentence.roots) for sentence in about), default=0)


def _is_by_others(deed: Deed, sentence: Sentence, other: Deed) -> bool:
    """Whether somebody with a name does it, and none of those of the claim has any part in the sentence."""
    named = other.doers & _named(sentence)
    return (
        bool(named) and not (deed.doers | deed.targets) & named and not deed.doers & set(party_keys(sentence))
    )


def _is_alike(deed: Deed, other: Deed) -> bool:
    return bool(deed.targets & other.targets) and bool(other.doers)


def _all_parties(passage: Passage) -> frozenset[str]:
    return frozenset(key for sentence in passage.sentences for key in party_keys(sentence))


@lru_cache(maxsize=_REMEMBERED)
def deeds_in(sentence: Sentence) -> tuple[Deed, ...]:
    """The deeds of a sentence, clause by clause."""
    read = russian_deeds if sentence.lang == "ru" else english_deeds
    clauses: dict[int, list[Word]] = {}
    for word in sentence.words:
        clauses.setdefault(word.clause, []).append(word)
    return tuple(deed for clause in clauses.values() for deed in read(sentence, clause))
