"""A call of the API, in whichever of the documented ways its parameters are written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import Message as Headers
from typing import Any
from urllib.parse import parse_qsl

from tidings.dev.telegram.refusals import bad_request

_YES = frozenset({"true", "1", "yes", "t", "y"})


@dataclass(frozen=True, slots=True)
class Upload:
    """A file sent along."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Call:
    """A method by its name in small letters, its parameters, and the files that came with it."""

    method: str
    values: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str | None:
        """A parameter as text; None where it is not given."""
        value = self.values.get(name)
        if value is None:
            return None
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

    def integer(self, name: str) -> int | None:
        """A parameter as a number; None where it is not given or is none."""
        try:
            return int(self.values.get(name, ""))
        except (TypeError, ValueError):
            return None

    def flag(self, name: str) -> bool:
        """A parameter as yes or no."""
        return str(self.values.get(name, "")).lower() in _YES

    def structure(self, name: str, what: str) -> Any:
        """A parameter of objects or lists, which forms carry as JSON; None where it is not given."""
        value = self.values.get(name)
        if not isinstance(value, str) or not value:
            return value or None
        try:
            return json.loads(value)
        except ValueError as error:
            raise bad_request(f"can't parse {what} JSON object") from error

    def shown(self) -> dict[str, Any]:
        """The parameters for the journal; of a file its name and size, JSON within a form unfolded."""
        values = {name: _unfolded(value) for name, value in self.values.items()}
        return values | {name: f"{file.name}, {len(file.content)} bytes" for name, file in self.files.items()}


def read_call(method: str, query: str, kind: str, body: bytes) -> Call:
    """The call of a request with that query string, content type and body."""
    values: dict[str, Any] = dict(parse_qsl(query, keep_blank_values=True))
    files: dict[str, Upload] = {}
    if kind.startswith("application/json"):
        values |= _object(body)
    elif kind.startswith("multipart/form-data"):
        fields, files = _multipart(kind, body)
        values |= fields
    elif body:
        values |= dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    return Call(method.lower(), values, files)


def _object(body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(body or b"{}")
    except ValueError as error:
        raise bad_request("can't parse JSON object") from error
    if not isinstance(value, dict):
        raise bad_request("object expected as parameters")
    return value


def _multipart(kind: str, body: bytes) -> tuple[dict[str, str], dict[str, Upload]]:
    boundary = _headers(f"Content-Type: {kind}").get_param("boundary")
    fields: dict[str, str] = {}
    files: dict[str, Upload] = {}
    for part in (b"\r\n" + body).split(b"\r\n--" + str(boundary).encode())[1:-1]:
        head, _, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        headers = _headers(head.decode("utf-8", "replace"))
        name = str(headers.get_param("name", header="content-disposition"))
        if (file := headers.get_filename()) is not None:
            files[name] = Upload(file, content)
        else:
            fields[name] = content.decode("utf-8", "replace")
    return fields, files


def _headers(text: str) -> Headers:
    headers = Headers()
    for line in text.splitlines():
        name, _, value = line.partition(":")
        headers[name.strip()] = value.strip()
    return headers


def _unfolded(value: Any) -> Any:
    if isinstance(value, str) and value[:1] in {"{", "["}:
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value
