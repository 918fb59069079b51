"""Who a page is for: in which language and in which zone it speaks."""

from __future__ import annotations

from dataclasses import dataclass

from tidings.messages import Lang


@dataclass(frozen=True, slots=True)
class Reader:
    """A reader's language and IANA time zone."""

    lang: Lang
    zone: str = "UTC"
