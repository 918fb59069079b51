import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidings.policy import pii
from tidings.policy.checksums import is_card, is_iban, is_personal_inn, is_snils, is_ssn
from tidings.policy.pii import MASK, Kind


def kinds(text: str) -> list[Kind]:
    return [finding.kind for finding in pii.find(text)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("iban DE89 3704 0044 0532 0130 00.", Kind.IBAN),
        ("IBAN gb29nwbk60161331926819 today", Kind.IBAN),
        ("СНИЛС 112-233-445 95", Kind.SNILS),
        ("его СНИЛС: 11223344595", Kind.SNILS),
        ("ИНН 500100732259", Kind.INN),
        ("паспорт 45 08 123456", Kind.PASSPORT),
        ("passport AB1234567", Kind.PASSPORT),
        ("the key sk-abcdefghijklmnopqrstuvwx leaked", Kind.SECRET),
        ("AKIAIOSFODNN7EXAMPLE", Kind.SECRET),
        ("api_key = 'k3y-0f-n0body'", Kind.SECRET),
        ("Authorization: Bearer abc123.def456", Kind.SECRET),
        ("пароль: qwerty-12345", Kind.SECRET),
        ("-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----", Kind.SECRET),
        ("card 4111\u200b1111\u200b1111\u200b1111", Kind.CARD),
        ("٤١١١ ١١١١ ١١١١ ١١١١", Kind.CARD),
        ("mir 2200 0000 0000 0053", Kind.CARD),
    ],
)
def test_each_kind_is_found_in_its_disguises(text: str, kind: Kind) -> None:
    assert kinds(text) == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "Горячая линия Минздрава: 8-800-2000-112 и +7 (495) 627-29-44",
        "Call the crisis lifeline on 1-800-273-8255 or 0800 123 456",
        "Press office: press@ministry.example",
        "1 200 300 400 рублей, 44-ФЗ, дело № А40-123456/2019, ISBN 978-3-16-148410-0",
        "In 2019-2020 the score was 3-2, 20.05.2020 at 12:30, version 83.0.478.37",
        "https://news.example/2020/4111111111111111/8-916-123-45-67",
        "INN 7707083893, order 4111 1111 1111 1112, IBAN DE00 3704 0044 0532 0130 00",
        "a password must be long",
        "",
    ],
)
def test_what_serves_the_public_or_only_looks_so_is_left_alone(text: str) -> None:
    assert kinds(text) == []
    assert pii.masked(text) is text


def test_a_mask_keeps_every_other_character_and_every_offset() -> None:
    text = "Пишите ivan@mail.example, тел. +7 916 123-45-67, до 20 мая."
    masked = pii.masked(text)
    assert masked == "Пишите ••••@••••.•••••••, тел. +• ••• •••-••-••, до 20 мая.".replace("•", MASK)
    assert pii.masked(masked) == masked


DIGITS = st.text(alphabet=string.digits, min_size=7, max_size=7)


@given(before=st.text(max_size=40), after=st.text(max_size=40), rest=DIGITS)
def test_a_seeded_number_never_shows_through(before: str, after: str, rest: str) -> None:
    number = f"+7 916 {rest[:3]}-{rest[3:5]}-{rest[5:]}"
    text = f"{before}\n, {number} ,\n{after}"
    assert number not in pii.masked(text)
    assert len(pii.masked(text)) == len(text)


@given(text=st.text(max_size=300))
def test_any_text_can_be_masked_once(text: str) -> None:
    masked = pii.masked(text)
    assert len(masked) == len(text)
    assert pii.find(masked) == ()


def test_check_digits_tell_numbers_from_their_misprints() -> None:
    assert is_card("4111111111111111")
    assert not is_card("4111111111111112")
    assert not is_card("1111111111111117")
    assert is_iban("GB29NWBK60161331926819")
    assert not is_iban("GB28NWBK60161331926819")
    assert not is_iban("ZZ29NWBK60161331926819")
    assert is_ssn("078", "05", "1120")
    assert not any((is_ssn("000", "05", "1120"), is_ssn("900", "05", "1120"), is_ssn("078", "00", "1120")))
    assert is_snils("11223344595")
    assert not is_snils("11223344596")
    assert is_personal_inn("500100732259")
    assert not is_personal_inn("500100732258")
    assert not is_personal_inn("7707083893")
