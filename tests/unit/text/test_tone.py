"""Tone: labelled lines, training, the weights' file, the lexicon, and the blend of all on invented news."""

import numpy as np
import pytest

from tidings.errors import InternalError
from tidings.text.embeddings import load_embedder
from tidings.text.emotions import EmbeddingEmotions, word_counts
from tidings.text.lexicon import english_forms, lexicon_score
from tidings.text.lines import Line, digest, expand, parse, read_lines
from tidings.text.sentiment import BlendedSentiment, blend
from tidings.text.signals import EMOTION_NAMES
from tidings.text.tone import ToneModel, load_model, read_model
from tidings.text.train import train


@pytest.fixture(scope="module")
def embedder():
    return load_embedder()


@pytest.fixture(scope="module")
def model(embedder):
    return load_model(embedder.name)


def sentiment(embedder, model, texts, lang):
    return BlendedSentiment(model).score(texts, embedder.encode(texts), [lang] * len(texts))


def emotions(embedder, model, text, lang):
    return EmbeddingEmotions(model).score([text], embedder.encode([text]), [lang])[0]


def test_lines_take_the_labels_of_their_header():
    lines = list(parse("# note\n[-0.5 anger fear] a topic\nRow one\n\n[0]\nRow two\n", "en"))
    assert lines == [
        Line("Row one", "en", -0.5, frozenset({"anger", "fear"})),
        Line("Row two", "en", 0.0, frozenset()),
    ]


def test_patterns_expand_to_every_choice_and_weigh_little():
    assert expand("{Oil|Gold} {up|down|} today") == [
        "Oil up today", "Oil down today", "Oil today", "Gold up today", "Gold down today", "Gold today",
    ]  # fmt: skip
    weights = [line.weight for line in parse("[0]\n{a|b|c|d} line", "en")]
    assert len(weights) == 4
    assert sum(weights) == pytest.approx(2.0)


@pytest.mark.parametrize("text", ["A line before any header", "[0 boredom]\nA line", "[3]\nA line"])
def test_unknown_labels_are_refused(text):
    with pytest.raises(InternalError):
        list(parse(text, "en"))


def test_the_shipped_lines_cover_both_languages_and_all_labels():
    lines = read_lines()
    for lang in ("ru", "en"):
        own = [line for line in lines if line.lang == lang]
        assert len(own) >= 700
        assert {line.polarity for line in own} == {-1.0, -0.5, 0.0, 0.5, 1.0}
        assert set().union(*(line.emotions for line in own)) == set(EMOTION_NAMES)


def test_training_learns_directions_and_keeps_neutral_near_zero():
    rng = np.random.default_rng(3)
    axes = np.eye(16, dtype=np.float32)
    lines, rows = [], []
    for _ in range(60):
        for polarity, axis, names in ((1.0, 0, {"joy"}), (-1.0, 1, {"fear"}), (0.0, 2, set())):
            lines.append(Line("x", "en", polarity, frozenset(names)))
            row = axes[axis] + rng.normal(0, 0.1, 16)
            rows.append(row / np.linalg.norm(row))
    model = train(lines, np.array(rows, dtype=np.float32), "toy")
    good, bad, neutral = model.polarities(axes[:3])
    assert good > 0.4
    assert bad < -0.4
    assert abs(neutral) < 0.1
    joy, fear = EMOTION_NAMES.index("joy"), EMOTION_NAMES.index("fear")
    scores = model.emotion_scores(axes[:3])
    assert scores[0, joy] > 0 > scores[1, joy]
    assert scores[1, fear] > 0 > scores[0, fear]


def test_weights_are_refused_for_another_embedder(tmp_path):
    model = ToneModel("one", np.zeros(5, dtype=np.float32), np.zeros((5, 5), dtype=np.float32))
    model.save(tmp_path / "one.npz")
    assert read_model(tmp_path / "one.npz", "one").dimension == 4
    with pytest.raises(InternalError, match="not for two"):
        read_model(tmp_path / "one.npz", "two")
    with pytest.raises(InternalError, match="no tone weights"):
        load_model("unheard-of")


def test_the_shipped_weights_were_trained_on_the_shipped_lines(embedder, model):
    assert model.dimension == embedder.dimension
    assert model.lines == digest(read_lines()), "lines changed: run python -m tidings.text.train"


@pytest.mark.parametrize(
    ("lang", "good", "neutral", "bad"),
    [
        (
            "en",
            "Village celebrates as missing hikers come home safe and well",
            "The library committee meets on Wednesday at noon",
            "Three hikers found dead after avalanche buries their camp",
        ),
        (
            "ru",
            "Посёлок ликует: пропавших туристов нашли живыми и здоровыми",
            "Библиотечный комитет соберётся в среду в полдень",
            "Трое туристов погибли под лавиной, накрывшей их лагерь",
        ),
    ],
)
def test_good_neutral_and_bad_news_are_in_order(embedder, model, lang, good, neutral, bad):
    high, middle, low = sentiment(embedder, model, [good, neutral, bad], lang)
    assert high > 0.25
    assert abs(middle) < 0.25
    assert low < -0.4


def test_a_language_without_lexicon_is_scored_by_its_embedding(embedder, model):
    good, bad = sentiment(
        embedder, model, ["Die Kinder feiern fröhlich ihren Sieg", "Zwölf Tote bei Brand in Fabrik"], "de"
    )
    assert good > 0 > bad
    assert blend(0.4, None) == 0.4


@pytest.mark.parametrize(
    ("lang", "better", "worse"),
    [
        ("en", "Shares surge on record profit", "Shares plunge on record loss"),
        ("ru", "Акции выросли на рекордной прибыли", "Акции рухнули из-за убытков"),
        ("ru", "Суд оправдал учителя", "Суд осудил учителя"),
    ],
)
def test_words_of_news_tell_direction(lang, better, worse):
    assert lexicon_score(better, lang) > 0.1
    assert lexicon_score(worse, lang) < -0.1


def test_negation_turns_a_russian_word():
    assert lexicon_score("Пострадали жители", "ru") < 0 < lexicon_score("Никто не пострадал", "ru")


def test_a_text_without_tone_words_scores_zero_and_no_lexicon_scores_none():
    assert lexicon_score("Библиотека на площади", "ru") == 0.0
    assert lexicon_score("Die Bibliothek", "de") is None


def test_regular_english_forms():
    assert {"surges", "surged", "surging"} <= set(english_forms("surge"))
    assert {"rallies", "rallied", "rallying"} <= set(english_forms("rally"))


EMOTIONAL = {
    "joy": (
        "Fans dance and laugh as the team comes home",
        "Болельщики танцуют и смеются, встречая команду",
    ),
    "fear": (
        "Residents terrified as armed gang roams the town",
        "Жители в ужасе: по городу бродит банда",
    ),
    "anger": (
        "Furious tenants condemn greedy landlord",
        "Разгневанные жильцы осудили жадного хозяина",
    ),
    "sadness": (
        "Town mourns its doctor, tears at the funeral",
        "Город скорбит о враче, слёзы на похоронах",
    ),
    "surprise": (
        "Nobody expected it: unknown boy stuns champion",
        "Неожиданно: никому не известный мальчик поразил чемпиона",
    ),
}


@pytest.mark.parametrize("name", EMOTIONAL)
def test_each_emotion_is_the_strongest_in_its_own_news(embedder, model, name):
    for text, lang in zip(EMOTIONAL[name], ("en", "ru"), strict=True):
        scores = dict(zip(EMOTION_NAMES, emotions(embedder, model, text, lang), strict=True))
        assert scores[name] == max(scores.values())
        assert scores[name] > 0.3


def test_an_announcement_carries_no_emotion(embedder, model):
    for text, lang in (("Train timetable changes on Sunday", "en"), ("Расписание поездов изменится", "ru")):
        assert max(emotions(embedder, model, text, lang)) < 0.25


def test_emotion_words_are_counted_by_stem():
    counts = dict(zip(EMOTION_NAMES, word_counts("Они плакали и плакали от страха", "ru"), strict=True))
    assert counts == {"joy": 0, "fear": 1, "anger": 0, "sadness": 2, "surprise": 0}
    assert word_counts("Angst und Freude", "de") == [0] * 5
