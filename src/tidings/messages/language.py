"""Which language the interface speaks: asked for, set, or read off the locale."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from tidings.messages.phrase import Lang

LANGUAGES: tuple[Lang, ...] = get_args(Lang)

# In the order POSIX gives them force.
_LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


def interface_language(asked: str | None, environ: Mapping[str, str]) -> Lang:
    """`asked` where it names one ("auto" does not), else TIDINGS_LANG, else the locale's, else English."""
    for wish in (asked, environ.get("TIDINGS_LANG")):
        if wish in LANGUAGES:
            return "ru" if wish == "ru" else "en"
    locale = next((environ[name] for name in _LOCALE_VARIABLES if environ.get(name)), "")
    return "ru" if locale.lower().startswith("ru") else "en"
