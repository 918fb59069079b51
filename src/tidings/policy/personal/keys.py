"""Keys: access keys, tokens and passwords, known by their makers' shapes or by the word before them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tidings.policy.personal.plain import latin

# By maker: OpenAI, Anthropic and their like; Stripe; GitHub; GitLab; npm and PyPI; Hugging Face; AWS; Google;
# Slack; Telegram; SendGrid; DigitalOcean; Shopify; Square; VK; Yandex; Discord; JSON web tokens.
_MADE = re.compile(
    r"(?<![\w-])(?:sk-[\w-]{20,}|(?:[sr]k|whsec)_(?:(?:live|test)_)?[A-Za-z0-9]{16,}"
    r"|gh[opsur]_[A-Za-z0-9]{30,}"
    r"|github_pat_\w{30,}|gl(?:pat|rt|dt)-[\w-]{20,}|npm_[A-Za-z0-9]{30,}|pypi-[\w-]{40,}|hf_[A-Za-z0-9]{30,}"
    r"|(?:AKIA|ASIA|ABIA|ACCA)[0-9A-Z]{16}|AIza[\w-]{35}|GOCSPX-[\w-]{20,}|ya29\.[\w-]{20,}"
    r"|xox[abceoprs]-[\w-]{10,}"
    r"|xapp-[\w-]{20,}|\d{8,10}:[\w-]{35}|SG\.[\w-]{16,}\.[\w-]{16,}|do[opr]_v1_[0-9a-f]{40,}"
    r"|shp(?:at|ca|pa|ss)_[\w-]{32,}"
    r"|sq0[a-z]{3}-[\w-]{22,}|vk1\.a\.[\w-]{20,}|AQVN[\w-]{30,}|y[0-3]_[\w-]{40,}"
    r"|[MNO][\w-]{23,25}\.[\w-]{6}\.[\w-]{27,}"
    r"|eyJ[\w-]{8,}\.eyJ[\w-]{8,}(?:\.[\w-]*)?)"
    r"|-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----[\s\S]*?"
    r"(?:-----END [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----|\Z)"
)
_LONG = re.compile(r"[\w-]{16,}|PRIVATE KEY")
# In an address: who logs in, and what is handed over under a telling name.
_LOGIN = re.compile(r"://[^\s/:@]{0,64}:([^\s/@]{3,})@")
_HANDED = re.compile(
    r"[?&;](?:[\w-]*(?:token|secret|password|passwd|api_?key|signature)|pwd|auth|sid|session_?id|sig"
    r"|key)=([^&\s#;]{8,})",
    re.IGNORECASE,
)
# A word for it, perhaps whose it is, then what joins them; a word of letters alone is no key.
_NAMED = re.compile(
    r"(?:(?<![^\W_])(?:(?:api|access|secret|private|account)[ _-]?key(?:[ _-]id)?"
    r"|(?:access|auth|api|refresh|bot)[ _-]token"
    r"|client[ _-]secret|passwords?|passwd|pwd|passphrase|парол[ьяеюи]\w*)(?: (?!is\b|was\b"
    r"|был\b)[\w-]+){0,3}[\"'»”]?"
    r" ?(?:[:=]| - | is | was | был )|authorization: ?(?:basic|bearer|token)\b|\bbearer(?= ))"
    r" ?[\"'«“(]?(?=[^\s\"'»”]*[\d_/+=&!])(?![\d.,:/-]{1,10}(?:[\s;,.)»”\"]|$))([^\s\"'»”,;)]{8,})",
    re.IGNORECASE,
)
_NAMES = ("key", "token", "secret", "passw", "passphrase", "pwd", "парол", "bearer", "authorization")


def keys(text: str) -> Iterator[tuple[int, int]]:
    """Where access keys, tokens and passwords stand."""
    if _LONG.search(text):
        yield from (match.span() for match in _MADE.finditer(latin(text)))
    if "://" in text:
        yield from (match.span(1) for match in _LOGIN.finditer(text))
        yield from (match.span(1) for match in _HANDED.finditer(text))
    lowered = text.lower()
    if any(name in lowered for name in _NAMES):
        yield from (match.span(1) for match in _NAMED.finditer(text))
