"""One address for one article: the canonical URL, and the 64-bit id derived from it.

`canonical_url` keeps an address that can be fetched: lower-case scheme and host, no default port, no user
name, no fragment (but `#!` and `#/`, which name a page), no tracking parameter, the query sorted,
percent-encoding in one form, copies in an AMP cache pointed back at their page. `article_id` hashes less than
that: the scheme, the first label of `www.`, `m.`, `mobile.` and `amp.` hosts and an AMP suffix say how a page
is served, not which. An item without an address is named by a `urn:tidings:` from its guid, or from its
source, title and date.
"""

from __future__ import annotations

import re
from hashlib import blake2b
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

from tidings.store.ids import hash64

# Addresses of the evaluation corpora end below 1,000 characters; browsers and servers give up near 8,000.
MAX_URL = 4096

_TRACKING_PREFIXES = ("utm_", "at_custom", "at_campaign", "at_medium", "mtm_", "pk_", "hsa_", "vero_", "oly_")
_TRACKING = frozenset({
    "fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "ysclid",
    "ymclid", "twclid", "ttclid", "igshid", "igsh", "li_fat_id", "_openstat", "_ga", "_gl",
    "mc_cid", "mc_eid", "mkt_tok", "_hsenc", "_hsmi", "s_cid", "cmpid", "ncid", "ocid", "ito",
    "smid", "eref", "xtor", "wt_mc", "ns_campaign", "ns_mchannel", "ns_source", "ns_linkname",
    "ns_fee", "ref_src", "ref_url", "ftag", "__twitter_impression", "guccounter", "guce_referrer",
    "guce_referrer_sig", "taid",
})  # fmt: skip
# Parameters that are tracking only with these values; any other value may choose the page.
_TRACKING_VALUES = {
    "from": frozenset({"rss", "feed"}),
    "source": frozenset({"rss", "feed"}),
    "src": frozenset({"rss", "feed"}),
    "ref": frozenset({"rss", "feed", "twitter", "facebook"}),
    "partner": frozenset({"rss"}),
    "amp": frozenset({"", "1", "true"}),
    "outputtype": frozenset({"amp"}),
}
_DEFAULT_PORTS = {"http": 80, "https": 443}
_BREAKS = re.compile(r"[\x00-\x1f\x7f]+")
_ESCAPED = re.compile(r"%([0-9a-fA-F]{2})")
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_SAFE = "/:@!$&'()*+,;=-._~%?"
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?|\[[0-9a-f:.]+\]")
_SERVED_AS = re.compile(r"^(?:www|m|mobile|amp)\.(?=[^.]+\.)")
_AMP_SUFFIX = re.compile(r"(?:/amp/?|\.amp(?=\.html?$))$|\.amp(?=\.html?$)", re.IGNORECASE)
_AMP_CACHE = re.compile(
    r"^(?:www\.)?google\.[a-z.]+/amp/(s/)?(.+)$|^[a-z0-9-]+\.cdn\.ampproject\.org/[vc]/(s/)?(.+)$"
)


def web_address(value: str, base: str = "") -> str:
    """`value` as an absolute http(s) address, joined to `base` when relative; empty when it is none.

    A user name in it is dropped: `http://bank.example@evil.example/` shows one host and reaches another.
    """
    text = _BREAKS.sub("", value.strip())
    if not text or len(text) > MAX_URL:
        return ""
    try:
        joined = urljoin(base, text) if base else text
    except ValueError:
        return ""
    parts = _split(joined)
    if parts is None:
        return ""
    if joined.isascii() and "@" not in parts.netloc and not _unsafe(joined):
        return joined
    quoted = (quote(part, safe=_SAFE) for part in (parts.path, parts.query, parts.fragment))
    return urlunsplit((parts.scheme, _host(parts), *quoted))


def canonical_url(url: str) -> str:
    """The one form of a web address (see the module); any other name, such as a urn, is returned as it is."""
    parts = _split(url)
    if parts is None:
        return url
    cached = _AMP_CACHE.match(f"{_host(parts)}{parts.path}")
    if cached:
        secure, page = cached[1] or cached[3], cached[2] or cached[4]
        return canonical_url(f"{'https' if secure else 'http'}://{page}?{parts.query}")
    return urlunsplit(
        (parts.scheme, _host(parts), _path(parts.path), _query(parts.query), _page_fragment(parts.fragment))
    )


def article_id(url: str) -> int:
    """The article's id: a signed 64-bit hash of what its canonical URL identifies; never 0."""
    return hash64(_identity(canonical_url(url))) or 1


def site_of(url: str) -> str:
    """The host of a web address as people write it: without `www.`, in its own script; empty when none."""
    parts = _split(url)
    host = (parts.hostname or "").removeprefix("www.") if parts else ""
    if "xn--" not in host:
        return host
    try:
        return host.encode("ascii").decode("idna")
    except UnicodeError:
        return host


def item_urn(guid: str, feed_url: str, source: str, title: str, date: str) -> str:
    """A name for an item without an address: from its guid within its feed, else source, title and date."""
    named = ("guid", feed_url or source, guid) if guid else ("item", source, title, date)
    return "urn:tidings:" + blake2b("\x1f".join(named).encode(), digest_size=16).hexdigest()


def _split(url: str) -> SplitResult | None:
    """The parts of a web address; None when it is none."""
    try:
        parts = urlsplit(url.strip())
        valid = parts.scheme in _DEFAULT_PORTS and bool(_ascii_host(parts.hostname or "")) and parts.port != 0
    except ValueError:
        return None
    return parts if valid else None


def _identity(canonical: str) -> str:
    """What two addresses of one article share: host and path however they are served, and the query."""
    scheme, separator, rest = canonical.partition("://")
    if not separator or scheme not in _DEFAULT_PORTS:
        return canonical
    host, slash, tail = rest.partition("/")
    path, mark, query = tail.partition("?")
    return _SERVED_AS.sub("", host) + _AMP_SUFFIX.sub("", slash + path).rstrip("/") + mark + query


def _host(parts: SplitResult) -> str:
    host = _ascii_host(parts.hostname or "")
    port = parts.port
    return host if port is None or port == _DEFAULT_PORTS[parts.scheme] else f"{host}:{port}"


def _ascii_host(host: str) -> str:
    """The host as DNS knows it (lower case, punycode); empty when it can be no host."""
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            return ""
    host = host.rstrip(".").lower()
    if ":" in host:
        host = f"[{host}]"
    return host if _HOST.fullmatch(host) else ""


def _unsafe(text: str) -> bool:
    return any(mark in text for mark in ' "<>\\^`{|}')


def _path(path: str) -> str:
    """The path without `.` and `..` steps; never empty."""
    path = _normal_escapes(path)
    if "/." not in path:
        return path or "/"
    kept: list[str] = []
    steps = path[1:].split("/")
    for step in steps:
        if step == "..":
            del kept[-1:]
        elif step != ".":
            kept.append(step)
    return "/" + "/".join([*kept, ""] if steps[-1] in {".", ".."} and kept else kept)


def _normal_escapes(text: str) -> str:
    """Percent-encoding in one form: unreserved characters bare, everything else upper-case hex."""
    quoted = quote(text, safe=_SAFE) if not text.isascii() or _unsafe(text) else text
    return _ESCAPED.sub(_one_escape, quoted) if "%" in quoted else quoted


def _one_escape(match: re.Match[str]) -> str:
    byte = int(match[1], 16)
    return chr(byte) if byte in _UNRESERVED else f"%{byte:02X}"


def _query(query: str) -> str:
    """The parameters that choose a page, sorted; feeds that escape `&` twice are read as meant."""
    if not query:
        return ""
    pairs = query.replace("&amp;", "&").replace("&#038;", "&").split("&")
    return "&".join(sorted(_normal_escapes(pair) for pair in pairs if pair and not _is_tracking(pair)))


def _is_tracking(pair: str) -> bool:
    name, _, value = pair.partition("=")
    name = name.lower().removeprefix("amp;")
    if name in _TRACKING or name.startswith(_TRACKING_PREFIXES):
        return True
    return value.lower() in _TRACKING_VALUES.get(name, ())


def _page_fragment(fragment: str) -> str:
    return _normal_escapes(fragment) if fragment.startswith(("!", "/")) else ""
