from __future__ import annotations

import gzip
import zlib

import pytest

from tidings.ingest.inflate import BadEncoding, Body, TooLarge

TEXT = b"<rss>" + bytes(range(256)) * 500


def bare_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize("step", [1, 7, 100_000])
@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("", TEXT),
        ("identity", TEXT),
        ("gzip", gzip.compress(TEXT)),
        ("X-GZIP", gzip.compress(TEXT)),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", bare_deflate(TEXT)),
    ],
)
def test_a_body_is_unpacked_however_it_is_cut(encoding: str, packed: bytes, step: int) -> None:
    body = Body(encoding, limit=1_000_000)
    for start in range(0, len(packed), step):
        body.add(packed[start : start + step])
    assert body.content() == TEXT


@pytest.mark.parametrize(("encoding", "packed"), [("", TEXT), ("gzip", gzip.compress(b"0" * 5_000_000))])
def test_a_body_longer_than_its_limit_is_not_kept(encoding: str, packed: bytes) -> None:
    body = Body(encoding, limit=100_000)
    with pytest.raises(TooLarge):
        body.add(packed)


def test_a_body_of_exactly_its_limit_is_kept() -> None:
    body = Body("gzip", limit=len(TEXT))
    body.add(gzip.compress(TEXT))
    assert body.content() == TEXT


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "compress"])
def test_an_unknown_packing_is_refused(encoding: str) -> None:
    with pytest.raises(BadEncoding):
        Body(encoding, limit=10)


def test_a_body_that_is_not_what_it_says_is_refused() -> None:
    with pytest.raises(BadEncoding):
        Body("gzip", limit=10).add(b"plain")
