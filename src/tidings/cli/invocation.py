"""What holds for a whole command: language, data folder, JSON or not, and the settings in force."""

from __future__ import annotations

import os
import shlex
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tidings import messages
from tidings.errors import InvalidRequest
from tidings.messages import LANGUAGES, Lang, interface_language

if TYPE_CHECKING:  # loading settings takes longer than printing a help page
    from tidings.cli.words import Words
    from tidings.settings import Settings

# Options of the whole program, welcome on either side of the command's name.
_EVERYWHERE = ("--lang", "--data-dir")


@dataclass
class Invocation:
    """One run of `tidings`."""

    args: tuple[str, ...]
    asked_lang: str | None = None
    data_dir: Path | None = None
    as_json: bool = False
    # As by a variable that is not set, --data-dir "$NEWS"; the folder that one happens to be in is not meant.
    is_folder_empty: bool = False
    _settings: Settings | None = field(default=None, repr=False)

    @property
    def lang(self) -> Lang:
        """The interface's language: --lang, then the settings once they are read, then the locale."""
        asked = self.asked_lang if self.asked_lang in LANGUAGES else None
        return interface_language(asked or (self._settings.lang if self._settings else None), os.environ)

    @property
    def settings(self) -> Settings:
        """The settings in force, read at first use."""
        if self.is_folder_empty:
            raise InvalidRequest("--data-dir is empty", message="empty_data_dir")
        if self._settings is None:
            from tidings.observability.logs import configure_logging
            from tidings.settings import load_settings

            if self.data_dir is not None:
                # In the environment, so that worker processes and process-wide settings see the same folder.
                os.environ["TIDINGS_DATA_DIR"] = str(self.data_dir)
            self._settings = load_settings()
            reader_zone(self._settings.timezone)
            # A person gets sentences; log lines come on request.
            asked = "log_level" in self._settings.model_fields_set
            quiet = self._settings.model_copy(update={"log_level": "error"})
            configure_logging(self._settings if asked else quiet)
        return self._settings

    @property
    def program(self) -> str:
        """How this program is called again on the same data."""
        return shlex.join(["tidings", *(["--data-dir", str(self.data_dir)] if self.data_dir else [])])

    def log_as_service(self) -> None:
        """From here on this process runs unattended: log what the settings say, also unasked."""
        from tidings.observability.logs import configure_logging

        configure_logging(self.settings)

    def say(self, key: str, /, **params: object) -> str:
        """The interface's phrase of that key."""
        return messages.say(key, self.lang, **params)

    def words(self) -> Words:
        """How to say numbers and dates to this reader."""
        from tidings.cli.words import Words

        zone = reader_zone(self.settings.timezone)
        return Words(self.lang, zone)


def read_invocation(argv: Sequence[str]) -> Invocation:
    """The program-wide options of a command line, with the rest in order behind them."""
    everywhere: list[str] = []
    rest: list[str] = []
    values: dict[str, str] = {}
    queue = list(argv)
    while queue:
        word = queue.pop(0)
        name, glued, value = word.partition("=")
        if word == "--":
            rest += [word, *queue]
            break
        if name in _EVERYWHERE and (glued or queue):
            values[name] = value if glued else queue.pop(0)
            everywhere += [name, values[name]]
        else:
            rest.append(word)
    return Invocation(
        args=(*everywhere, *rest),
        asked_lang=values.get("--lang"),
        data_dir=Path(values["--data-dir"]).expanduser() if values.get("--data-dir") else None,
        is_folder_empty="--data-dir" in values and not values["--data-dir"].strip(),
        as_json="--json" in rest[: rest.index("--") if "--" in rest else None],
    )


def reader_zone(name: str) -> ZoneInfo:
    """The zone of that name; InvalidRequest where there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        detail = f"TIDINGS_TIMEZONE: there is no zone {name!r}"
        raise InvalidRequest(detail, message="setting_zone", params={"option": "TIDINGS_TIMEZONE"}) from error
