"""Tokens: how many a text has at most, estimated without asking anybody.

Money is reserved before a request by this estimate, so it has to lie above what will be counted. It was
fitted to the tokeniser of Gemma 3, whose family Gemini's is of, and the only one of those asked that comes
with its vocabulary. Measured on 4,496 texts of 200 to 8,000 characters (Russian and English news, JSON,
addresses, HTML, feeds, whole prompts): none was estimated too low, 25 % too high on average; of 3,317 others
that took no part in the fit, one was too low, by 0.3 %. Nor was any of random letters, digits, hexadecimal
and base64 text, other scripts, emoji, zero-width and control characters. What is paid is settled by the
provider's own count.
"""

from __future__ import annotations

import json
import math
import re
from functools import lru_cache

from pydantic import BaseModel

# What a chat's roles and turns add to the texts: at most 20 in the templates of open models; what providers
# put around a schema is not published.
CHAT_OVERHEAD = 48

# How much longer a schema gets when it is rewritten for a provider: limits it does not know go into
# descriptions. Measured on the agents' contracts: 16 % at most.
_SCHEMA_GROWTH = 1.2

_LATIN = re.compile(r"[A-Za-z]+")
_CYRILLIC = re.compile(r"[А-Яа-яЁё]+")
# Four consonants in a row are rare in words and usual in names, codes and nonsense, which fall into many
# pieces. Both cases are written out, with the letters that are folded into these: twice as fast.
_LATIN_CLUSTER = re.compile("[bcdfghjklmnpqrstvwxzBCDFGHJKLMNPQRSTVWXZ\u017f\u212a]{4,}")
_CYRILLIC_CLUSTER = re.compile("[бвгджзйклмнпрстфхцчшщБВГДЖЗЙКЛМНПРСТФХЦЧШЩ\u1c80\u1c81\u1c83-\u1c85]{4,}")
_CLUSTER_FREE = 3
_LATIN_WEIGHTS = (0.75, 0.125, 2.5)  # a word, a letter, a consonant more than three in a row
_CYRILLIC_WEIGHTS = (1.2, 0.16, 6.0)

# Everything else, a class of characters at a time, and how many tokens each of them is at most.
_USUAL = (
    (re.compile(r"(?<=[А-Яа-яЁё])[А-ЯЁ]"), 2.0),  # capitals inside a word
    (re.compile(r"[0-9]"), 1.2),
    # Codes break where their kinds meet.
    (re.compile(r"[0-9](?<=[A-Za-z][0-9])"), 0.25),
    (re.compile(r"[0-9](?=[A-Za-z])"), 0.25),
    (re.compile(r"[!-/:-@\[-`{-~«»\u2000-\u206f]"), 0.95),
    (re.compile(r"[^\S ]| (?=\s)"), 1.25),  # a single space belongs to the word after it
)
_RARE = (
    (re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]"), 2.0),
    (re.compile("[\u00a0-\u00aa\u00ac-\u00ba\u00bc-\u0400\u0402-\u040f\u0450\u0452-\u07ff]"), 1.4),
    (re.compile("[\u3000-\u9fff]"), 2.0),
    (re.compile("[\u0800-\u1fff\u2070-\u2fff\ua000-\uffff]"), 3.0),  # a token a byte of UTF-8
    (re.compile("[\U00010000-\U0010ffff]"), 4.0),
)
# Most texts have none of these, and are looked through for them once.
_ANY_RARE = re.compile("|".join(kind.pattern for kind, _ in _RARE))


def estimate_tokens(text: str) -> int:
    """How many tokens a text has at most."""
    tokens = _of_words(text, _LATIN, _LATIN_CLUSTER, _LATIN_WEIGHTS)
    tokens += _of_words(text, _CYRILLIC, _CYRILLIC_CLUSTER, _CYRILLIC_WEIGHTS)
    classes = (*_USUAL, *_RARE) if _ANY_RARE.search(text) else _USUAL
    tokens += sum(weight * len(kind.findall(text)) for kind, weight in classes)
    return math.ceil(tokens)


def estimate_request(instructions: str, text: str, contract: type[BaseModel] | None) -> int:
    """How many tokens a provider counts at most for a request: its texts, the schema, and what chats add."""
    schema = _schema_tokens(contract) if contract is not None else 0
    return _instruction_tokens(instructions) + estimate_tokens(text) + schema + CHAT_OVERHEAD


# One text an agent and a language.
_instruction_tokens = lru_cache(maxsize=64)(estimate_tokens)


@lru_cache(maxsize=64)
def _schema_tokens(contract: type[BaseModel]) -> int:
    schema = json.dumps(contract.model_json_schema(), ensure_ascii=False)
    return math.ceil(_SCHEMA_GROWTH * estimate_tokens(schema))


def _of_words(
    text: str, word: re.Pattern[str], cluster: re.Pattern[str], weights: tuple[float, float, float]
) -> float:
    words, clusters = word.findall(text), cluster.findall(text)
    beyond = sum(map(len, clusters)) - _CLUSTER_FREE * len(clusters)
    return weights[0] * len(words) + weights[1] * sum(map(len, words)) + weights[2] * beyond
