"""Find the weights by which articles join stories: `python -m bench.calibrate_stories`, about three minutes.

Fitted on half of the UCI stories, half of the ECB+ topics and `story_labels.json`, pairs of an article and a
story of the 2020 corpora judged one by one from titles and teasers. The other halves are reported and never
fitted. Print, compare, and write the numbers into `tidings/stories/affinity.py`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.__main__ import data_folder
from bench._stories import (
    FOREVER,
    Flags,
    Floats,
    Piece,
    articles,
    b_cubed,
    ecb,
    f1,
    grouped,
    halves,
    lines,
    uci,
)
from tidings.stories import ActiveStories, Affinity, Evidence, Logistic, StoryArticle

LABELS = Path(__file__).with_name("story_labels.json")
CORPORA = {"en": "news/en_2020_may20_jun06.jsonl.gz", "ru": "news/ru_2020_apr_jul.jsonl.gz"}
# How much a set counts: the labels are few and hard, the halves many and easy.
SHARES = {"labels": 1.0, "uci": 2.0, "ecb": 2.0}
# Across languages words are not shared and nothing in the labels is a bare headline: three slopes remain.
ACROSS = ("cosine", "entities", "age")
# Best by ten-fold log loss on the labels, within and across languages, among 1e-2 to 3e-5.
RIDGE = 0.0002
SHIFTS = np.arange(-1.6, 0.61, 0.2)
WIDE = Affinity(min_cosine=-1.0, max_gap=FOREVER, candidates=6)


@dataclass(frozen=True)
class Sample:
    """Evidence, a row a candidate story, and whether it was the right one."""

    evidence: Floats
    same: Flags


def judged(data: Path) -> tuple[Sample, Sample]:
    """The labels: within a language, and across."""
    rows = json.loads(LABELS.read_text(encoding="utf-8"))["judged"]
    reports = _reports(data, rows)
    within: list[tuple[Evidence, bool]] = []
    across: list[tuple[Evidence, bool]] = []
    for row in rows:
        lang, line = row["article"]
        members = [reports[other, number] for other, numbers in row["story"].items() for number in numbers]
        pair = (_evidence(reports[lang, line], members), bool(row["same"]))
        (within if lang in row["story"] else across).append(pair)
    return _sample(within), _sample(across)


def _reports(data: Path, rows: Sequence[Any]) -> dict[tuple[str, int], StoryArticle]:
    """Every article the labels name, weighed by the rarity of words among them."""
    members = {(lang, line) for row in rows for lang, numbers in row["story"].items() for line in numbers}
    named = sorted(members | {(row["article"][0], row["article"][1]) for row in rows})
    corpora = {lang: lines(data / name) for lang, name in CORPORA.items()}
    pieces = []
    for lang, line in named:
        row = corpora[lang][line]
        moment = np.datetime64(row["published_at"].rstrip("Z")).astype("datetime64[s]").astype(float)
        pieces.append(Piece(row["title"], row.get("description") or "", lang, float(moment)))
    made = articles(pieces)
    return dict(zip(named, made, strict=True))


def _evidence(article: StoryArticle, members: Sequence[StoryArticle]) -> Evidence:
    story = ActiveStories(WIDE)
    for member in members:
        story.put(member, members[0].article_id)
    return story.evidence(article)[0][1]


def _sample(pairs: Sequence[tuple[Evidence, bool]]) -> Sample:
    return Sample(np.asarray([pair[0] for pair in pairs]), np.asarray([pair[1] for pair in pairs]))


def taught(reports: Sequence[StoryArticle], stories: Sequence[str]) -> Sample:
    """The six nearest true stories each article met on arrival, every article put where it belongs."""
    live = ActiveStories(WIDE)
    founders: dict[str, int] = {}
    met = []
    for report, story in zip(reports, stories, strict=True):
        met += [(evidence, founders.get(story) == id_) for id_, evidence, _ in live.evidence(report)]
        live.put(report, founders.setdefault(story, report.article_id))
    return _sample(met)


def fitted(samples: Mapping[str, Sample], fields: Sequence[str]) -> Logistic:
    """Ridge logistic regression; in each set the right and the wrong candidates weigh the same."""
    columns = [Evidence._fields.index(field) for field in fields]
    rows = np.vstack([np.c_[each.evidence[:, columns], np.ones(len(each.same))] for each in samples.values()])
    same = np.concatenate([each.same for each in samples.values()]).astype(float)
    weights = np.concatenate([SHARES[name] * _balance(each.same) for name, each in samples.items()])
    penalty = np.diag([RIDGE] * len(columns) + [1e-6])
    found = np.zeros(len(columns) + 1)
    for _ in range(60):  # Newton's method settles within twenty steps
        chance = 1 / (1 + np.exp(-np.clip(rows @ found, -30, 30)))
        slope = rows.T @ (weights * (chance - same)) + penalty @ found
        curve = (rows * (weights * chance * (1 - chance))[:, None]).T @ rows + penalty
        found -= np.linalg.solve(curve, slope)
    slopes = dict(zip(fields, found[:-1].tolist(), strict=True))
    return Logistic(float(found[-1]), Evidence(*(slopes.get(field, 0.0) for field in Evidence._fields)))


def _balance(same: Flags) -> NDArray[np.float64]:
    return np.asarray(np.where(same, 0.5 / same.sum(), 0.5 / (~same).sum()))


def report_line(
    rule: Affinity, parts: Mapping[tuple[str, int], tuple[list[StoryArticle], Sequence[str]]]
) -> str:
    """B-cubed of each half under a rule; half 0 was fitted, half 1 was not."""
    measured = {key: b_cubed(stories, grouped(reports, rule)) for key, (reports, stories) in parts.items()}
    return "  ".join(
        f"{name}{half} P {p:.3f} R {r:.3f} F1 {f:.3f}" for (name, half), (p, r, f) in measured.items()
    )


def main() -> None:
    """Fit, try biases, print."""
    data = data_folder()
    within, across = judged(data)
    parts = {
        key: (articles(part.pieces), part.stories)
        for key, part in halves({"uci": uci(data), "ecb": ecb(data)}).items()
    }
    samples = {"labels": within} | {name: taught(*parts[name, 0]) for name in ("uci", "ecb")}
    same = fitted(samples, Evidence._fields)
    cross = fitted({"labels": across}, ACROSS)
    print("same language ", np.round([same.bias, *same.slopes], 2))
    print("cross language", np.round([cross.bias, *cross.slopes], 2))
    for shift in SHIFTS:
        rule = replace(same, bias=same.bias + float(shift))
        said = np.asarray([rule.logit(Evidence(*row)) > 0 for row in within.evidence.tolist()])
        affinity = Affinity(same_language=rule, cross_language=cross)
        print(f"bias {rule.bias:.2f}  labels F1 {f1(within.same, said):.3f}  {report_line(affinity, parts)}")
    for shift in SHIFTS:
        rule = replace(cross, bias=cross.bias + float(shift))
        said = np.asarray([rule.logit(Evidence(*row)) > 0 for row in across.evidence.tolist()])
        precision = float(across.same[said].mean()) if said.any() else 0.0
        print(f"cross bias {rule.bias:.2f}  labels P {precision:.3f} F1 {f1(across.same, said):.3f}")


if __name__ == "__main__":
    main()
