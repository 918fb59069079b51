from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tidings.errors import UnreadableInput
from tidings.ingest import readers
from tidings.ingest.items import RawItem, Rejected
from tidings.ingest.readers import read_csv, read_jsonl

GOOD = {
    "title": "Bridge <b>opens</b>",
    "description": "Ferries &amp; boats stop.",
    "source": "Harbour Gazette",
    "url": "https://harbour-gazette.com/1",
    "published_at": "2020-05-20T14:05:00Z",
}


def row(**changes: Any) -> dict[str, Any]:
    return {key: value for key, value in {**GOOD, **changes}.items() if value is not None}


def written(folder: Path, *rows: object, name: str = "news.jsonl") -> Path:
    path = folder / name
    lines = [one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for one in rows]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def titles(rows: Any) -> list[str]:
    return [one.title if isinstance(one, RawItem) else one.reason for one in rows]


def test_a_row_becomes_a_plain_item(tmp_path: Path) -> None:
    assert list(read_jsonl(written(tmp_path, GOOD))) == [
        RawItem(
            url="https://harbour-gazette.com/1",
            title="Bridge opens",
            summary="Ferries & boats stop.",
            source="Harbour Gazette",
            published=datetime(2020, 5, 20, 14, 5, tzinfo=UTC),
        )
    ]


@pytest.mark.parametrize(
    ("record", "field", "value"),
    [
        ({"headline": "Other name"}, "title", "Other name"),
        ({"text": "Long text"}, "body", "Long text"),
        ({"teaser": "Short"}, "summary", "Short"),
        ({"link": "https://other.com/2"}, "url", "https://other.com/2"),
        ({"source": {"id": None, "name": "Nested"}}, "source", "Nested"),
        ({"source": None}, "source", "harbour-gazette.com"),
        ({"publishedAt": "2020-05-21"}, "published", datetime(2020, 5, 21, tzinfo=UTC)),
        ({"timestamp": 1590000000}, "published", datetime(2020, 5, 20, 18, 40, tzinfo=UTC)),
        ({"language": "ru-RU"}, "lang", "ru"),
        ({"authors": ["First", "Second"]}, "author", "First"),
        ({"id": 17}, "guid", "17"),
    ],
)
def test_the_usual_names_of_fields_are_known(
    tmp_path: Path, record: dict[str, Any], field: str, value: object
) -> None:
    replaced = {
        "headline": "title",
        "link": "url",
        "publishedAt": "published_at",
        "timestamp": "published_at",
        "teaser": "description",
    }
    base = row(**{replaced[name]: None for name in record if name in replaced})
    (item,) = read_jsonl(written(tmp_path, {**base, **record}))
    assert isinstance(item, RawItem)
    assert getattr(item, field) == value


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{broken", "bad_json"),
        ("[" * 100_000, "bad_json"),
        ("[1]", "not_an_object"),
        ("null", "not_an_object"),
        (row(title=None), "no_title"),
        (row(title=" <b></b> "), "no_title"),
        (row(title={"a": 1}), "no_title"),
        (row(url=None), "no_url"),
        (row(url="javascript:alert(1)"), "bad_url"),
        (row(url="/relative"), "bad_url"),
        (row(published_at="soon"), "bad_date"),
        (row(published_at="2020-02-30"), "bad_date"),
    ],
)
def test_a_bad_row_is_rejected_with_its_number_and_the_next_is_read(
    tmp_path: Path, line: object, reason: str
) -> None:
    first, second, third = read_jsonl(written(tmp_path, GOOD, line, GOOD))
    assert isinstance(first, RawItem)
    assert isinstance(second, Rejected)
    assert (second.row_number, second.reason) == (2, reason)
    assert isinstance(third, RawItem)


def test_a_row_without_a_date_is_left_to_the_rule_of_dates(tmp_path: Path) -> None:
    (item,) = read_jsonl(written(tmp_path, row(published_at=None)))
    assert isinstance(item, RawItem)
    assert item.published is None


def test_reading_resumes_at_a_row_and_empty_lines_are_none(tmp_path: Path) -> None:
    path = written(tmp_path, row(title="1"), "", row(title="2"), "  ", "{broken", row(title="4"))
    assert titles(read_jsonl(path)) == ["1", "2", "bad_json", "4"]
    assert titles(read_jsonl(path, 3)) == ["bad_json", "4"]
    assert next(iter(read_jsonl(path, 3))) == next(iter(list(read_jsonl(path))[2:]))
    assert titles(read_jsonl(path, 9)) == []


def test_a_gzipped_file_is_read_as_the_plain_one(tmp_path: Path) -> None:
    plain = written(tmp_path, GOOD, GOOD)
    packed = tmp_path / "news.jsonl.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    assert list(read_jsonl(packed)) == list(read_jsonl(plain))


def test_an_archive_that_breaks_off_gives_its_rows_and_says_so(tmp_path: Path) -> None:
    lines = (json.dumps(row(title=f"Title {n}", url=f"https://o.com/{n * n}")) for n in range(3000))
    path = tmp_path / "news.jsonl.gz"
    packed = gzip.compress("\n".join(lines).encode())
    path.write_bytes(packed[: len(packed) // 2])
    rows = list(read_jsonl(path))
    assert len(rows) > 100
    assert rows[-1] == Rejected(
        len(rows), "broken_gzip", rows[-1].detail if isinstance(rows[-1], Rejected) else ""
    )
    assert list(read_jsonl(path, len(rows) + 1)) == []


def test_a_row_that_is_too_long_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "MAX_ROW_BYTES", 1000)
    path = written(tmp_path, row(title="1"), row(title="2", text="x" * 5000), row(title="3"))
    assert titles(read_jsonl(path)) == ["1", "too_large", "3"]


def test_encodings_are_found_and_single_broken_bytes_replaced(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    lines = "\n".join(json.dumps(row(title="Открыли новый мост"), ensure_ascii=False) for _ in range(3))
    path.write_bytes(lines.encode("cp1251"))
    assert titles(read_jsonl(path)) == ["Открыли новый мост"] * 3
    path.write_bytes(b"\xef\xbb\xbf" + lines.encode() + b'\n{"title": "a\xffb", "url": "https://o.com/"}')
    assert titles(read_jsonl(path)) == [*["Открыли новый мост"] * 3, "a\ufffdb"]


def test_a_stray_zero_byte_costs_its_own_row_at_most(tmp_path: Path) -> None:
    rows = [json.dumps(row(title=f"Bridge {number} opens")) for number in range(50)]
    rows[7] = rows[7].replace("Bridge 7", "Bridge \0\0 7")
    found = titles(read_jsonl(written(tmp_path, *rows)))
    assert len(found) == 50
    assert found[:7] + found[8:] == [f"Bridge {number} opens" for number in range(50) if number != 7]


def test_json_lines_in_utf_16_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_text(json.dumps(row(title="Мост открыт")), "utf-16-le")
    with pytest.raises(UnreadableInput, match="UTF-8"):
        list(read_jsonl(path))


@pytest.mark.parametrize("content", [b'[{"title": "a"}]', b"<rss/>", b"\x89PNG\r\n\x1a\n\0\0\0\0"])
def test_a_file_of_another_kind_is_one_clear_error(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "news.jsonl"
    path.write_bytes(content)
    with pytest.raises(UnreadableInput, match=r"news\.jsonl: .*JSON"):
        list(read_jsonl(path))


def test_a_missing_file_and_a_folder_are_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="No such file"):
        list(read_jsonl(tmp_path / "none.jsonl"))
    with pytest.raises(UnreadableInput, match="directory"):
        list(read_csv(tmp_path))


def test_csv_rows_are_read_by_the_names_in_their_first_line(tmp_path: Path) -> None:
    path = tmp_path / "news.csv"
    path.write_text(
        'Title,URL,Date,text\n"Bridge, open",https://o.com/1,2020-05-20,"Two\nlines"\n\nNo address,,,\nLast,https://o.com/3\n',
        "utf-8",
    )
    first, second, third = read_csv(path)
    assert isinstance(first, RawItem)
    assert (first.title, first.body) == ("Bridge, open", "Two\nlines")
    assert first.published == datetime(2020, 5, 20, tzinfo=UTC)
    assert second == Rejected(2, "no_url")
    assert isinstance(third, RawItem)
    assert titles(read_csv(path, 3)) == ["Last"]


@pytest.mark.parametrize(
    ("delimiter", "encoding"), [(";", "cp1251"), ("\t", "utf-16"), ("|", "utf-8-sig"), (",", "utf-8")]
)
def test_csv_is_read_with_any_delimiter_and_encoding(tmp_path: Path, delimiter: str, encoding: str) -> None:
    path = tmp_path / "news.csv"
    rows = [["title", "url", "source"], ["Открыли новый мост", "https://o.com/1", "Вестник"]]
    path.write_bytes("\r\n".join(delimiter.join(cells) for cells in rows).encode(encoding))
    (item,) = read_csv(path)
    assert isinstance(item, RawItem)
    assert (item.title, item.source) == ("Открыли новый мост", "Вестник")


def test_a_quote_that_is_never_closed_costs_the_rows_it_swallows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readers, "MAX_ROW_BYTES", 500)
    path = tmp_path / "news.csv"
    lines = [f"Title {n},https://o.com/{n}" for n in range(60)]
    path.write_text("\n".join(["title,url", lines[0], '"Open,https://o.com/x', *lines[1:]]), "utf-8")
    rows = titles(read_csv(path))
    assert rows[:2] == ["Title 0", "bad_csv"]
    assert rows[-1] == "Title 59"


def test_csv_without_a_header_is_one_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "news.csv"
    path.write_text("1,2,3\n4,5,6\n", "utf-8")
    with pytest.raises(UnreadableInput, match="names its columns"):
        list(read_csv(path))
