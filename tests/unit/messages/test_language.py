from __future__ import annotations

import pytest

from tidings.messages import interface_language


@pytest.mark.parametrize(
    ("asked", "environ", "language"),
    [
        ("ru", {"LANG": "en_GB.UTF-8"}, "ru"),
        ("en", {"LANG": "ru_RU.UTF-8", "TIDINGS_LANG": "ru"}, "en"),
        ("auto", {"TIDINGS_LANG": "ru"}, "ru"),
        ("auto", {"LANG": "ru_RU.UTF-8"}, "ru"),
        (None, {"LC_ALL": "C", "LANG": "ru_RU.UTF-8"}, "en"),
        (None, {"LC_ALL": "", "LC_MESSAGES": "ru_RU", "LANG": "en_US"}, "ru"),
        (None, {"LANG": "de_DE.UTF-8"}, "en"),
        (None, {}, "en"),
    ],
)
def test_the_wish_comes_before_the_settings_and_the_locale(
    asked: str | None, environ: dict[str, str], language: str
) -> None:
    assert interface_language(asked, environ) == language
