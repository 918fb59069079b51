"""Words that carry no subject: short lists of function words for the index, long ones for phrases."""

from __future__ import annotations

from functools import lru_cache

import yake_rust

from tidings.text.wordlists import word_list

# Function words only: dropping more would lose searches ("new deal", "first lady").
_RU = word_list("function_words", "ru")
_EN = word_list("function_words", "en")
_SHORT: dict[str, frozenset[str]] = {"ru": _RU, "en": _EN}

# What news says about itself in every item; a phrase must neither begin nor end with it.
_RU_NEWS = word_list("news_words", "ru")
_EN_NEWS = word_list("news_words", "en")
_NEWS: dict[str, frozenset[str]] = {"ru": _RU_NEWS, "en": _EN_NEWS}

# Languages yake-rust has a list for; asked for any other, it panics.
_LISTED = frozenset(
    [
        "ar",
        "bg",
        "br",
        "da",
        "de",
        "el",
        "en",
        "es",
        "et",
        "fa",
        "fi",
        "fr",
        "hi",
        "hr",
        "hu",
        "hy",
        "id",
        "it",
        "ja",
        "lt",
        "lv",
        "nl",
        "no",
        "pl",
        "pt",
        "ro",
        "ru",
        "sk",
        "sl",
        "sv",
        "tr",
        "uk",
        "zh",
    ]
)

# Words of a search that ask for news and say nothing of what. "News" does so only where something leads on
# from it or nothing follows: News Corp is a name.
ASKING = frozenset(
    [
        "happen",
        "happens",
        "happened",
        "happening",
        "latest",
        "newest",
        "случилось",
        "случился",
        "случилась",
        "случились",
        "происходит",
        "произошло",
        "произошла",
        "произошел",
        "произошли",
        "новости",
        "новостей",
        "новость",
        "новостях",
        "нового",
        "свежие",
        "последние",
        "последних",
        "расскажи",
        "расскажите",
    ]
)
ASKING_FOR = frozenset({"news"})
LEADING_TO = frozenset({"about", "of", "on", "in", "from", "for", "with"})


@lru_cache(maxsize=256)
def stop_words(lang: str) -> frozenset[str]:
    """Function words of `lang`, folded as tokens are; the library's list where we keep none of our own."""
    return _SHORT[lang] if lang in _SHORT else _library_list(lang)


@lru_cache(maxsize=256)
def phrase_stop_words(lang: str) -> frozenset[str]:
    """Words at which a keyphrase must neither begin nor end."""
    return stop_words(lang) | _library_list(lang) | _NEWS.get(lang, frozenset())


def _library_list(lang: str) -> frozenset[str]:
    if lang not in _LISTED:
        return frozenset()
    words: set[str] = yake_rust.Yake(language=lang).stopwords
    return frozenset(word.casefold().replace("ё", "е").replace("’", "'") for word in words)
