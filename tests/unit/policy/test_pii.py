import string
from dataclasses import replace

import pytest
from bench._pii_set import sentences
from hypothesis import given
from hypothesis import strategies as st
from made_up_record import record, stored, written

from tidings.policy.personal import pii
from tidings.policy.personal.checksums import is_card, is_iban, is_personal_inn, is_snils, is_ssn
from tidings.policy.personal.pii import MASK, Kind
from tidings.policy.proof import check_claim
from tidings.policy.reasons import Reason


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


SETS = ("pii", "pii_kept")


@pytest.mark.parametrize("name", SETS)
def test_what_the_project_s_sentences_give_away_is_masked_in_every_disguise(name: str) -> None:
    shown = []
    for item in sentences(name):
        masked = pii.masked(item.text)
        left = any(char.isalnum() for start, end in item.spans for char in masked[start:end])
        shown += [(item.disguise, item.text)] if left else []
    assert len(shown) <= 1, shown


@pytest.mark.parametrize("name", SETS)
def test_what_only_looks_personal_is_left_alone(name: str) -> None:
    taken = [item.text for item in sentences(name) if not item.kind and pii.find(item.text)]
    assert taken == []


@pytest.mark.parametrize(
    "text",
    [
        "+7 921 555-01-42",
        "Звоните по телефону +7 921 555-01-42.",
        "Тел.: 8 (812) 555-01-42, почта anna.k@mail.example",
        "Contact: anna.kovaleva@mail.example",
        "Call him on (212) 555-0142 or write to h.lowe@mail.example",
    ],
)
def test_contacts_and_what_leads_up_to_them_are_the_point_of_a_text(text: str) -> None:
    assert pii.is_point(text)


@pytest.mark.parametrize(
    "text",
    [
        "The harbour bridge closed on Friday after engineers found cracks; call +7 921 555-01-42.",
        "Мать пропавшего Ивана Петрова ждёт звонка по номеру +7 921 555-01-42.",
        "The bridge closed on Friday.",
        "",
    ],
)
def test_a_sentence_that_says_something_else_is_not(text: str) -> None:
    assert not pii.is_point(text)


@pytest.mark.parametrize(
    "url",
    [
        "https://news.example/a?access_token=abcdefgh12345678",
        "https://user:secret-word@news.example/a",
        "https://news.example/authors/anna.k@mail.example",
        "https://news.example/authors/anna.k%40mail.example",
        "https://news.example/a?to=%2B7%20921%20555-01-42",
        "https://news.example/a?card=4111111111111111",
        "https://wa.me/79215550142",
        "https://news.example/call/+7-921-555-01-42",
        "https://news.example/a#t=ghp_abcdefghijklmnopqrstuvwxyz0123456789",
        "https://news.example/?a=[",
        "https://[news.example/",
    ],
)
def test_an_address_may_give_somebody_away(url: str) -> None:
    assert pii.in_address(url) == ("?a=[" not in url)


@pytest.mark.parametrize(
    "url",
    [
        "https://news.example/2031/05/30/4111111111111111",
        "https://news.example/new-mobile-phone-6663587",
        "https://news.example/doc/79215550142.html?id=2031&page=2",
        "https://news.example/a?utm_source=feed&utm_campaign=2031-05-30",
    ],
)
def test_an_article_s_number_is_nobody_s(url: str) -> None:
    assert not pii.in_address(url)


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


def test_a_quote_that_only_gives_contacts_is_dropped_as_personal_data() -> None:
    body = "Write to anna.kovaleva@mail.example or call +7 921 555-01-42."
    contacts = stored("Tarn bridge closes", f"{body} The bridge over the Tarn closed on Friday.")
    said = [
        written(f"North Post: “{quote}”", (contacts, quote))
        for quote in (body, "The bridge over the Tarn closed on Friday.")
    ]
    claims = [replace(claim, written=False) for claim in said]
    reasons = [check_claim(claim, record(articles={7: contacts})) for claim in claims]
    assert reasons == [Reason.PERSONAL_DATA, None]
