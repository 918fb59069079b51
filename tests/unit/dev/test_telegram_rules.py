"""What the local Telegram allows: keyboards, pictures, rates, faults, parameters of calls."""

from __future__ import annotations

import json
import struct
from contextlib import suppress
from typing import Any

import pytest

from tidings.dev.telegram.faults import Fault, Faults, Schedule
from tidings.dev.telegram.keyboards import keyboard_of
from tidings.dev.telegram.parameters import Call, Upload, read_call
from tidings.dev.telegram.pictures import photo_of
from tidings.dev.telegram.rates import Rates
from tidings.dev.telegram.refusals import Refused


def keyboard(*rows: list[dict[str, Any]]) -> Call:
    return Call("sendmessage", {"reply_markup": json.dumps({"inline_keyboard": rows})})


def key(data: str) -> dict[str, Any]:
    return {"text": "x", "callback_data": data}


def test_a_keyboard_of_data_and_addresses_is_kept_in_its_rows() -> None:
    rows = keyboard_of(keyboard([key("a"), key("b")], [{"text": "go", "url": "example.org"}]))
    assert [[(button.text, button.data, button.url) for button in row] for row in rows] == [
        [("x", "a", None), ("x", "b", None)],
        [("go", None, "http://example.org/")],
    ]


@pytest.mark.parametrize("data", ["", "x" * 65, "й" * 33])
def test_data_of_a_button_has_1_to_64_bytes(data: str) -> None:
    with pytest.raises(Refused, match="Bad Request: BUTTON_DATA_INVALID"):
        keyboard_of(keyboard([key(data)]))


def test_64_bytes_of_data_are_taken() -> None:
    assert keyboard_of(keyboard([key("й" * 32)]))[0][0].data == "й" * 32


@pytest.mark.parametrize("rows", [[[key("a")] * 8] * 13, [[key("a")] * 9]])
def test_too_many_buttons_are_refused(rows: list[list[dict[str, Any]]]) -> None:
    with pytest.raises(Refused, match="reply markup is too long"):
        keyboard_of(keyboard(*rows))


@pytest.mark.parametrize(
    ("button", "why"),
    [
        ({"text": "x"}, "Text buttons are unallowed in the inline keyboard"),
        ({"text": " ", "callback_data": "a"}, "Button text must be non-empty"),
        ({"callback_data": "a"}, 'Field "text" must be of type String'),
        ({"text": "x", "url": "javascript:alert(1)"}, "Wrong HTTP URL"),
    ],
)
def test_a_button_that_is_none_is_refused(button: dict[str, Any], why: str) -> None:
    with pytest.raises(Refused, match=why):
        keyboard_of(keyboard([button]))


def png(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", width, height) + b"\x08\x02\0\0\0"


def jpeg(width: int, height: int) -> bytes:
    table = b"\xff\xc4\x00\x04\x00\x00"
    return b"\xff\xd8" + table + b"\xff\xc2" + struct.pack(">HBHHB", 11, 8, height, width, 3) + b"\0" * 10


@pytest.mark.parametrize("content", [png(640, 480), jpeg(640, 480)])
def test_a_picture_has_the_size_it_says(content: bytes) -> None:
    photo = photo_of(content)
    assert (photo.width, photo.height) == (640, 480)


@pytest.mark.parametrize(
    ("content", "status", "why"),
    [
        (b"", 400, "Bad Request: file must be non-empty"),
        (b"<svg/>", 400, "Bad Request: IMAGE_PROCESS_FAILED"),
        (png(9000, 1001), 400, "Bad Request: PHOTO_INVALID_DIMENSIONS"),
        (png(2100, 100), 400, "Bad Request: PHOTO_INVALID_DIMENSIONS"),
        (png(1, 1) + b"\0" * 10_485_760, 413, "Request Entity Too Large"),
    ],
)
def test_what_telegram_would_not_show_is_refused(content: bytes, status: int, why: str) -> None:
    with pytest.raises(Refused) as refused:
        photo_of(content)
    assert (refused.value.status, refused.value.description) == (status, why)


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def sent(rates: Rates, clock: Clock, seconds: int, chat: int, *, group: bool) -> int:
    """How many messages come through to a chat in that time, ten tried a second."""
    through = 0
    for _ in range(seconds * 10):
        with suppress(Refused):
            rates.count(chat, group=group)
            through += 1
        clock.now += 0.1
    return through


def test_a_chat_gets_a_burst_and_then_one_message_a_second() -> None:
    clock = Clock()
    assert sent(Rates(clock), clock, 60, 1, group=False) == pytest.approx(65, abs=1)


def test_a_group_gets_twenty_and_then_twenty_a_minute() -> None:
    clock = Clock()
    assert sent(Rates(clock), clock, 180, -1, group=True) == pytest.approx(80, abs=1)


def test_all_chats_together_get_thirty_a_second() -> None:
    clock = Clock()
    rates = Rates(clock)
    for chat in range(30):
        rates.count(chat, group=False)
    with pytest.raises(Refused) as refused:
        rates.count(31, group=False)
    assert refused.value.wire()["parameters"] == {"retry_after": 1}
    clock.now += 1
    rates.count(31, group=False)


def test_faults_meet_their_share_of_calls_the_same_each_time() -> None:
    faults = Faults.share(0.2)
    drawn = [faults.drawn(number) for number in range(4000)]
    assert drawn == [faults.drawn(number) for number in range(4000)]
    kinds: tuple[Fault, ...] = ("server_error", "too_many", "cut_before", "cut_after")
    for kind in kinds:
        assert drawn.count(kind) == pytest.approx(200, abs=60)


def test_faults_for_some_methods_wait_for_their_calls() -> None:
    schedule, once = Schedule(), Faults(server_error=1, methods=frozenset({"sendMessage"}))
    schedule.set(once, times=1)
    assert schedule.take("getme").drawn(1) is None
    assert schedule.take("sendmessage").drawn(2) == "server_error"
    assert schedule.take("sendmessage").drawn(3) is None


FORM = b'--b\r\nContent-Disposition: form-data; name="text"\r\n\r\n\xd0\xb9\r\n'
BYTES = b"\x89\r\n\r\n--c\x00"
FILE = (
    b'--b\r\nContent-Disposition: form-data; name="photo"; filename="a.png"\r\n\r\n'
    + BYTES
    + b"\r\n--b--\r\n"
)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", '{"text": "й", "chat_id": 5}'.encode()),
        ("application/x-www-form-urlencoded", b"text=%D0%B9&chat_id=5"),
    ],
)
def test_parameters_are_read_as_json_and_as_forms(kind: str, body: bytes) -> None:
    call = read_call("SendMessage", "disable_notification=true", kind, body)
    assert call.method == "sendmessage"
    assert (call.text("text"), call.integer("chat_id"), call.flag("disable_notification")) == ("й", 5, True)


def test_files_are_read_byte_by_byte() -> None:
    call = read_call("sendPhoto", "", "multipart/form-data; boundary=b", FORM + FILE)
    assert call.values == {"text": "й"}
    assert call.files == {"photo": Upload("a.png", BYTES)}


@pytest.mark.parametrize("body", [b"{", b"[]"])
def test_json_that_is_no_object_is_refused(body: bytes) -> None:
    with pytest.raises(Refused) as refused:
        read_call("getMe", "", "application/json", body)
    assert refused.value.status == 400
