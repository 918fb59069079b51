from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from bench._claims import FOLDER, KINDS, ClaimPair, WrongClaims, claim_files, faults, languages, load
from bench._shares import Share
from bench._trials import of_claims

SETS = [load(path) for path in claim_files(held=True)]
KNOWN = {"known_en": 120, "known_ru": 120, "known_en_about_ru": 50, "known_ru_about_en": 50}
LATER = dict.fromkeys(("known2_en", "known2_ru", "known2_en_about_ru", "known2_ru_about_en"), 40)

# One pair of every kind about an article of its own, as small as a file can be.
HEAD = """
[[articles]]
id = "harbour"
lang = "en"
source = "Teyra Wire"
date = "2031-05-30"
title = "Harbour closes"
body = "The harbour of Valmere closed on Monday."

[[articles]]
id = "station"
lang = "en"
source = "Teyra Wire"
date = "2031-05-31"
title = "Station opens"
body = "The station of Valmere opened on Tuesday."
"""
TRUE = "The harbour of Valmere was closed on Monday."
FALSE = "The harbour of Valmere was closed on Friday."


def pair(kind: str, rest: str) -> str:
    return f'[[pairs]]\nabout = ["harbour"]\nkind = "{kind}"\ntrue = "{TRUE}"\n{rest}\n'


RIGHT = {
    kind: pair(kind, 'false_about = ["station"]' if kind == "source" else f'false = "{FALSE}"')
    for kind in KINDS
}


def write(folder: Path, pairs: dict[str, str], name: str = "known_en.toml") -> Path:
    path = folder / name
    path.write_text(HEAD + "\n".join(pairs.values()), encoding="utf-8")
    return path


@pytest.mark.parametrize("found", SETS, ids=lambda found: found.name)
def test_every_set_is_as_the_readme_says(found) -> None:
    assert list(faults(found)) == []


def test_the_known_sets_have_as_many_pairs_of_every_kind() -> None:
    known = {found.name: found for found in SETS if not found.is_held}
    assert {name: len(found.pairs) for name, found in known.items()} == KNOWN | LATER
    for name, found in known.items():
        counts = Counter(one.kind for one in found.pairs)
        assert counts == dict.fromkeys(KINDS, (KNOWN | LATER)[name] // len(KINDS)), name


def test_no_sentence_is_judged_twice_over_the_same_articles() -> None:
    claims = Counter((one.true, one.about) for found in SETS for one in found.pairs)
    claims.update(one.untrue for found in SETS for one in found.pairs)
    assert sum(times > 1 for times in claims.values()) == 0  # a count: held claims are not to be shown


@pytest.mark.parametrize(
    "found", [found for found in SETS if found.name in KNOWN], ids=lambda found: found.name
)
def test_about_a_sixth_of_the_pairs_are_about_the_bundled_sample(found) -> None:
    sample = sum(one.about[0].startswith("sample:") for one in found.pairs)
    assert 0.1 <= sample / len(found.pairs) <= 0.45


def test_the_invented_articles_are_long_enough_to_swap_within() -> None:
    for found in SETS:
        own = [article for key, article in found.articles.items() if not key.startswith("sample:")]
        assert all(article.text.count(". ") >= 2 for article in own), found.name


def test_held_sets_come_only_when_they_are_asked_for() -> None:
    assert {path.stem for path in claim_files(held=False)} == set(KNOWN | LATER)
    held = {path.stem for path in FOLDER.glob("held_*.toml")}
    assert {found.name for found in SETS if found.is_held} == held


def test_a_name_says_both_languages() -> None:
    assert languages("known_en") == ("en", "en")
    assert languages("held_ru_about_en") == ("ru", "en")


def test_a_right_file_is_read(tmp_path: Path) -> None:
    found = load(write(tmp_path, RIGHT))
    assert found.pairs[0] == ClaimPair("number", TRUE, ("harbour",), FALSE)
    assert found.articles["harbour"].text == "Harbour closes\n\nThe harbour of Valmere closed on Monday."
    source = next(one for one in found.pairs if one.kind == "source")
    assert source.untrue == (TRUE, ("station",))


@pytest.mark.parametrize(
    ("kind", "changed", "fault"),
    [
        ("name", pair("name", f'false = "{TRUE}"'), "the false sentence is the true one"),
        ("name", pair("name", 'false = "Wheat costs 3 talars."'), "another one altogether"),
        ("name", pair("name", ""), "needs either"),
        ("name", pair("name", f'false = "{FALSE}"\nfalse_about = ["station"]'), "needs either"),
        ("name", pair("name", 'false_about = ["station"]'), "another source alone"),
        ("source", pair("source", f'false = "{FALSE}"'), "another source alone"),
        ("source", pair("source", 'false_about = ["harbour"]'), "about the same"),
        ("name", pair("name", f'false = "{FALSE}"').replace('["harbour"]', '["port"]'), "no article"),
        ("name", pair("name", f'false = "{FALSE}"').replace('["harbour"]', "[]"), "neither one article"),
        ("name", pair("name", f'false = "{"long " * 40}"'), "longer than"),
        ("name", pair("name", 'false = "Порт Валмера закрыли в пятницу."'), "not in en"),
        ("name", "", "kinds are"),
        ("name", pair("name", f'false = "{FALSE}"') * 3, "not balanced"),
    ],
)
def test_a_wrong_file_is_refused_and_says_why(tmp_path: Path, kind: str, changed: str, fault: str) -> None:
    with pytest.raises(WrongClaims, match=fault):
        load(write(tmp_path, RIGHT | {kind: changed}))


def test_articles_in_another_language_than_the_name_says_are_refused(tmp_path: Path) -> None:
    with pytest.raises(WrongClaims, match="not in ru"):
        load(write(tmp_path, RIGHT, "known_en_about_ru.toml"))


def test_two_articles_of_one_id_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path, RIGHT)
    path.write_text(path.read_text().replace('id = "station"', 'id = "harbour"'), encoding="utf-8")
    with pytest.raises(WrongClaims, match="one id"):
        load(path)


def test_a_share_knows_how_far_chance_may_move_it() -> None:
    assert Share(1, 10).value == 0.1
    low, high = Share(0, 60).interval
    assert low == 0
    assert high == pytest.approx(0.0602, abs=1e-4)  # Wilson's upper bound of 0 in 60
    low, high = Share(50, 100).interval
    assert (low, high) == (pytest.approx(0.4038, abs=1e-4), pytest.approx(0.5962, abs=1e-4))
    assert Share(0, 0).interval == (0.0, 1.0)
    assert str(Share(3, 60)) == "5.0 (1.7-13.7)"


def test_a_pair_of_the_wrong_kind_shows_in_the_faults() -> None:
    found = SETS[0]
    odd = replace(found.pairs[0], kind="colour")
    assert any("colour" in fault for fault in faults(replace(found, pairs=(odd, *found.pairs[1:]))))


@pytest.mark.parametrize("found", SETS, ids=lambda found: found.name)
def test_each_pair_is_tried_from_both_sides(found) -> None:
    trials = list(of_claims(found))
    assert [trial.is_true for trial in trials] == [True, False] * len(found.pairs)
    for pair, false in zip(found.pairs, trials[1::2], strict=True):
        text, about = pair.untrue
        assert false.text == text
        assert false.articles == tuple(found.articles[key] for key in about)
        assert (pair.kind == "source") == (text == pair.true)
