"""Who is let in, and who may see how the service is doing."""

from __future__ import annotations

import pytest

from tidings.bot.incoming.guests import Guests, people
from tidings.errors import InvalidRequest


def guests(users: str = "", admins: str = "") -> Guests:
    return Guests(people("USERS", users), people("ADMINS", admins))


def test_without_a_list_everybody_may_enter() -> None:
    assert guests().may_enter(7, None)


def test_a_list_lets_in_those_it_names_by_number_or_name_and_nobody_else() -> None:
    listed = guests("7, @Editor\n@desk_2")
    assert listed.may_enter(7, None)
    assert listed.may_enter(8, "editor")
    assert listed.may_enter(9, "DESK_2")
    assert not listed.may_enter(10, "edit")
    assert not listed.may_enter(10, None)


def test_an_admin_needs_no_place_on_the_list() -> None:
    assert guests("7", "@boss").may_enter(1, "Boss")


def test_nobody_is_an_admin_unless_named() -> None:
    assert not guests("7").is_admin(7, "editor")
    assert guests(admins="7").is_admin(7, None)


def test_a_number_is_no_name() -> None:
    assert not guests("@a1234567").may_enter(1234567, None)
    assert not guests("1234567").may_enter(1, "1234567")


@pytest.mark.parametrize("entry", ["editor", "@", "-5", "12ab", "@имя", "@a b c!"])
def test_what_is_neither_a_number_nor_a_name_is_refused_with_the_option(entry: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        people("TIDINGS_TELEGRAM_USERS", f"7, {entry}")
    assert refused.value.params["option"] == "TIDINGS_TELEGRAM_USERS"
