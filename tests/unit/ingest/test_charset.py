from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidings.ingest.charset import decode

TEXT = "Сегодня в городе открыли новый мост через реку"


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251", "koi8-r", "cp866"])
def test_russian_is_read_without_any_claim(encoding: str) -> None:
    assert decode(TEXT.encode(encoding)) == TEXT


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_settles_it(encoding: str) -> None:
    assert decode(TEXT.encode(encoding), ["cp1251"]) == TEXT


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_shows_by_its_zeros(encoding: str) -> None:
    assert decode("<rss>привет</rss>".encode(encoding)) == "<rss>привет</rss>"


@pytest.mark.parametrize(
    ("data", "claims", "text"),
    [
        (TEXT.encode(), ["cp1251"], TEXT),
        (TEXT.encode("cp1251"), ["utf-8"], TEXT),
        (TEXT.encode("cp1251"), ["no-such-encoding"], TEXT),
        (TEXT.encode("koi8-r"), ["koi8-r"], TEXT),
        ("“café” — 5 €".encode("cp1252"), ["iso-8859-1"], "“café” — 5 €"),
        ("naïve café".encode("cp1252"), [], "naïve café"),
        ("日本語".encode("iso-2022-jp"), ["iso-2022-jp"], "日本語"),
        ("日本語".encode("euc-jp"), ["euc-jp"], "日本語"),
        (b"plain", ["rot13", "base64"], "plain"),
    ],
)
def test_claims_are_believed_where_the_bytes_allow(data: bytes, claims: list[str], text: str) -> None:
    assert decode(data, claims) == text


def test_one_broken_byte_costs_one_character() -> None:
    assert decode(TEXT.encode() + b"\xff" + TEXT.encode()) == f"{TEXT}\ufffd{TEXT}"


_NAMES = ["utf-8", "utf-7", "utf-16", "idna", "hex", "big5", "", "x"]


@given(st.binary(max_size=200), st.lists(st.sampled_from(_NAMES)))
def test_any_bytes_become_text(data: bytes, claims: list[str]) -> None:
    assert isinstance(decode(data, claims), str)


def test_a_mark_of_utf_8_is_not_part_of_the_text() -> None:
    assert decode(codecs.BOM_UTF8 + b"a") == "a"
