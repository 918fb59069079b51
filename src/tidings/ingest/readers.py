"""Reads articles from files: JSON lines, CSV, saved feeds; each row becomes an item or says why it cannot.

Every row yields exactly one thing, so the n-th thing yielded is row n (counted from 1; empty lines are no
rows), and `start_row` resumes there without parsing what is skipped. Files may be gzipped. Text is UTF-8, or
what a byte-order mark says; a file that is neither is read as the Cyrillic or Western code page it looks
like, and single broken bytes become U+FFFD. No row raises: only a file that cannot be opened, or is of
another kind altogether, is an error.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Any, TypeVar, cast

from tidings.errors import UnreadableInput
from tidings.ingest import charset
from tidings.ingest.canonical import site_of, web_address
from tidings.ingest.clean import MAX_SUMMARY, plain_line, plain_text
from tidings.ingest.dates import parse_date
from tidings.ingest.items import RawItem, Rejected
from tidings.ingest.parse import MAX_FEED_BYTES, NotParsed
from tidings.ingest.sandbox import Sandbox

Row = RawItem | Rejected
_T = TypeVar("_T")

# A row longer than this is no article; it is skipped without being held in memory.
MAX_ROW_BYTES = 4_000_000
_SAMPLE_BYTES = 65536
# Binary files are full of zero bytes, and of text in UTF-16 they are a fifth at least; a stray one spoils its
# own row at most.
_MOST_ZEROS = 0.01
_STREAM_ERRORS = (EOFError, zlib.error, gzip.BadGzipFile)
_ADDRESS_SUFFIX = ".url"
_GZIP_MARK = b"\x1f\x8b"
_NAME_LIMIT = 200

# The names other tools give the same fields, the first that holds something wins.
_TITLE = ("title", "headline", "name")
_SUMMARY = ("description", "summary", "teaser", "lead", "excerpt", "abstract")
_BODY = ("text", "body", "content", "article", "full_text", "content_text", "content_html")
_URL = ("url", "link", "permalink", "canonical_url", "href")
_SOURCE = ("source", "outlet", "publisher", "site", "source_name", "domain")
_PUBLISHED = (
    "published_at", "publishedat", "published", "date", "pubdate", "pub_date", "date_published",
    "publish_date", "datetime", "timestamp", "time", "created_at",
)  # fmt: skip
_UPDATED = ("updated_at", "updatedat", "updated", "modified", "date_modified")
_LANG = ("lang", "language")
_GUID = ("guid", "id", "uuid")
_AUTHOR = ("author", "byline", "creator", "authors")
_FIELDS = frozenset((*_TITLE, *_SUMMARY, *_BODY, *_URL, *_SOURCE, *_PUBLISHED))


@dataclass(frozen=True, slots=True)
class _Unreadable:
    """A stretch of a file that is no row of its kind."""

    reason: str
    detail: str = ""


def read_jsonl(path: Path, start_row: int = 1) -> Iterator[Row]:
    """The rows of a JSON lines file, from `start_row` on."""
    with _opened(path) as file:
        encoding = _encoding_of_lines(path, _peek(file))
        for number, line in enumerate(_to_the_end(path, _lines(file)), 1):
            if number < start_row:
                continue
            if isinstance(line, _Unreadable):
                yield Rejected(number, line.reason, line.detail)
            else:
                yield _json_row(line.decode(encoding, errors="replace"), number)


def read_csv(path: Path, start_row: int = 1) -> Iterator[Row]:
    """The rows of a CSV or TSV file whose first line names the columns, from `start_row` on."""
    with _opened(path) as file:
        sample = _peek(file)
        encoding = charset.detect(_whole_lines(sample))
        delimiter = _delimiter(sample.decode(encoding, errors="replace"))
        with io.TextIOWrapper(file, encoding, errors="replace", newline="") as text:
            rows = _to_the_end(path, _csv_rows(csv.reader(text, delimiter=delimiter)))
            header = _header(path, next(rows, None))
            for number, row in enumerate(rows, 1):
                if number < start_row:
                    continue
                if isinstance(row, _Unreadable):
                    yield Rejected(number, row.reason, row.detail)
                else:
                    yield item_from(dict(zip(header, row, strict=False)), number)


def read_feed_dir(path: Path, start_row: int = 1) -> Iterator[Row]:
    """The items of a folder's saved feeds, file by file in order of name; a file that is no feed is one row.

    A feed's address, which its relative links need, is read from `<file>.url` beside it.
    """
    return islice(_numbered(_saved_feeds(path)), start_row - 1, None)


def saved_files(path: Path) -> list[Path]:
    """The files of a folder that `read_feed_dir` reads as feeds, in its order."""
    try:
        return sorted(file for file in path.iterdir() if file.is_file() and file.suffix != _ADDRESS_SUFFIX)
    except OSError as error:
        raise _unreadable(path, error.strerror or str(error)) from error


def address_file(file: Path) -> Path:
    """Where the address of a saved feed is written, if anywhere."""
    return file.with_name(file.name + _ADDRESS_SUFFIX)


def item_from(record: Mapping[str, Any], row_number: int) -> Row:
    """The item a row describes, under any of the usual field names."""
    title = plain_line(_text(record, _TITLE))
    if not title:
        return Rejected(row_number, "no_title")
    stated_url = _text(record, _URL)
    if not stated_url:
        return Rejected(row_number, "no_url")
    url = web_address(stated_url)
    if not url:
        return Rejected(row_number, "bad_url", stated_url[:_NAME_LIMIT])
    stated_date = _text(record, _PUBLISHED)
    published = parse_date(stated_date)
    if stated_date and published is None:
        return Rejected(row_number, "bad_date", stated_date[:_NAME_LIMIT])
    return RawItem(
        url=url,
        title=title,
        summary=plain_text(_text(record, _SUMMARY), MAX_SUMMARY),
        body=plain_text(_text(record, _BODY)),
        source=plain_line(_text(record, _SOURCE), _NAME_LIMIT) or site_of(url),
        published=published,
        updated=parse_date(_text(record, _UPDATED)),
        guid=plain_line(_text(record, _GUID)),
        lang=_text(record, _LANG)[:2].lower(),
        author=plain_line(_text(record, _AUTHOR), _NAME_LIMIT),
    )


def _saved_feeds(path: Path) -> Iterator[RawItem | _Unreadable]:
    with Sandbox() as sandbox:
        for file in saved_files(path):
            try:
                data, url = _saved_bytes(file), _saved_address(file)
            except (UnreadableInput, OSError, *_STREAM_ERRORS) as error:
                yield _Unreadable("unreadable_file", _about(file, str(error)))
                continue
            feed = sandbox.parse_feed(data, url)
            if isinstance(feed, NotParsed):
                yield _Unreadable(feed.reason, _about(file, feed.detail))
            else:
                yield from feed.items


def _about(file: Path, detail: str) -> str:
    """A file by its name, with what more there is to say."""
    return (f"{file.name}: {detail}" if detail else file.name)[:_NAME_LIMIT]


def _numbered(rows: Iterator[RawItem | _Unreadable]) -> Iterator[Row]:
    for number, row in enumerate(rows, 1):
        yield Rejected(number, row.reason, row.detail) if isinstance(row, _Unreadable) else row


def _saved_bytes(file: Path) -> bytes:
    """The saved feed, unpacked; one byte more than may be parsed is enough to refuse it."""
    with _opened(file) as stream:
        return stream.read(MAX_FEED_BYTES + 1)


def _saved_address(file: Path) -> str:
    beside = address_file(file)
    return web_address(beside.read_text("utf-8", errors="replace")) if beside.is_file() else ""


def _json_row(line: str, number: int) -> Row:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        return Rejected(number, "bad_json", str(error)[:_NAME_LIMIT])
    if not isinstance(record, dict):
        return Rejected(number, "not_an_object", type(record).__name__)
    return item_from({name.lower(): value for name, value in record.items()}, number)


def _lines(file: IO[bytes]) -> Iterator[bytes | _Unreadable]:
    """The file's lines that hold something; one that is too long is passed over in pieces."""
    while line := file.readline(MAX_ROW_BYTES):
        if len(line) == MAX_ROW_BYTES and not line.endswith(b"\n"):
            while (rest := file.readline(MAX_ROW_BYTES)) and not rest.endswith(b"\n"):
                pass
            yield _Unreadable("too_large")
        elif not line.isspace():
            yield line


def _csv_rows(reader: Iterator[list[str]]) -> Iterator[list[str] | _Unreadable]:
    """The records that hold something; an unclosed quote costs the lines it swallows."""
    csv.field_size_limit(MAX_ROW_BYTES)
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield _Unreadable("bad_csv", str(error))
        else:
            if any(row):
                yield row


def _to_the_end(path: Path, rows: Iterable[_T]) -> Iterator[_T | _Unreadable]:
    """The rows; where a broken archive ends early, that is the last of them."""
    try:
        yield from rows
    except _STREAM_ERRORS as error:
        yield _Unreadable("broken_gzip", str(error)[:_NAME_LIMIT])
    except OSError as error:
        raise _unreadable(path, error.strerror or str(error)) from error


def _header(path: Path, row: list[str] | _Unreadable | None) -> list[str]:
    """The names of the columns; UnreadableInput when none of them is a field of an article."""
    names = [name.strip().lower() for name in row] if isinstance(row, list) else []
    if not _FIELDS.intersection(names):
        raise _unreadable(
            path, "not a CSV file whose first line names its columns (title, url, ...)", "no_columns"
        )
    return names


def _delimiter(sample: str) -> str:
    """The separator that occurs most in the first line."""
    first = sample.split("\n", 1)[0]
    return max(",;\t|", key=first.count)


def _encoding_of_lines(path: Path, sample: bytes) -> str:
    """The encoding of JSON lines; UnreadableInput for a file that can hold none."""
    start = sample.lstrip()[:1]
    if start == b"[":
        raise _unreadable(path, "a JSON array; JSON lines hold one object a line", "json_array")
    if start == b"<" or sample.count(0) > _MOST_ZEROS * len(sample):
        raise _unreadable(path, "not a file of JSON lines in UTF-8", "no_json_lines")
    return charset.detect(_whole_lines(sample))


def _opened(path: Path) -> IO[bytes]:
    """The file, unpacked when gzipped; UnreadableInput when it cannot be opened."""
    try:
        with path.open("rb") as file:
            packed = file.read(2) == _GZIP_MARK
        return cast("IO[bytes]", gzip.open(path)) if packed else path.open("rb")
    except OSError as error:
        raise _unreadable(path, error.strerror or str(error)) from error


def _peek(file: IO[bytes]) -> bytes:
    """The first bytes of the file, which is left at its start; short when an archive is broken there."""
    try:
        return file.read(_SAMPLE_BYTES)
    except _STREAM_ERRORS:
        return b""
    finally:
        file.seek(0)


def _whole_lines(sample: bytes) -> bytes:
    """The sample without the line it cuts, and with it the character it may cut."""
    return sample if len(sample) < _SAMPLE_BYTES else sample.rpartition(b"\n")[0] or sample


def _unreadable(path: Path, detail: str, message: str | None = None) -> UnreadableInput:
    return UnreadableInput(f"{path}: {detail}", message=message, params={"path": str(path), "detail": detail})


def _text(record: Mapping[str, Any], names: tuple[str, ...]) -> str:
    """The first of the named fields that holds text; a number is written out, a list gives its first."""
    for name in names:
        value = record.get(name)
        if isinstance(value, list):
            value = value[0] if value else None
        if isinstance(value, dict):
            value = value.get("name") or value.get("title")
        if isinstance(value, str) and value.strip():
            return value
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
    return ""
