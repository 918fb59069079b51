"""The document of flags, as flagd reads it: read and checked, with what settings and rollouts say put in."""

from __future__ import annotations

import copy
import difflib
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from tidings.errors import InvalidRequest, UnreadableInput
from tidings.flags.flag import DRILL, TRACK, Fault, Flag, Track
from tidings.settings import Settings
from tidings.store.rollouts import Share

Document = Mapping[str, Any]

# Where the file that comes with Tidings is, in words.
BUNDLED = "tidings/flags.json"

_KNOWN: Mapping[str, frozenset[Any]] = {flag.value: frozenset({True, False}) for flag in Flag} | {
    DRILL: frozenset(fault.value for fault in Fault)
}
_FIELDS = frozenset({"state", "variants", "defaultVariant", "targeting", "metadata"})
# Users by which a rule is tried: among so many, one that a hundredth is given shows with 87 percent.
_TRIED = 200


@cache
def _bundled() -> str:
    return files("tidings").joinpath("flags.json").read_text(encoding="utf-8")


def bundled() -> dict[str, Any]:
    """The document that comes with Tidings."""
    document: dict[str, Any] = json.loads(_bundled())
    return document


def read_document(path: Path) -> dict[str, Any]:
    """An operator's document, checked; InvalidRequest says which flag is wrong, and how."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UnreadableInput(
            f"{path} cannot be read: {error.strerror}", params={"path": path, "detail": error.strerror}
        ) from error
    except UnicodeDecodeError as error:
        raise _wrong(path, "flags_not_utf8") from error
    except json.JSONDecodeError as error:
        raise _wrong(path, "flags_not_json", line=error.lineno, column=error.colno) from error
    except (RecursionError, ValueError) as error:  # brackets without end, a number of thousands of digits
        raise _wrong(path, "flags_shape") from error
    if not isinstance(document, dict) or not isinstance(document.get("flags"), dict):
        raise _wrong(path, "flags_shape")
    for name, flag in document["flags"].items():
        _check(path, name, flag)
    _try_out(path, document)
    return document


def settled(document: Document, settings: Settings) -> dict[str, Any]:
    """The document with every flag in it, and what the settings say where it says nothing."""
    whole = bundled() | {name: part for name, part in document.items() if name != "flags"}
    whole["flags"] = whole["flags"] | copy.deepcopy(dict(document["flags"]))
    by_setting = {flag.value: getattr(settings, flag.setting) for flag in Flag} | {DRILL: Fault.NONE.value}
    for name, value in by_setting.items():
        _set_default(whole["flags"][name], value)
    return whole


def rolled_out(document: Document, shares: Iterable[Share]) -> dict[str, Any]:
    """The document with what rollouts give to all, and to some, and a flag that says to whom."""
    whole = copy.deepcopy(dict(document))
    track: dict[str, Any] = {
        "state": "ENABLED",
        "variants": {name.value: name.value for name in Track},
        "defaultVariant": Track.STABLE.value,
    }
    for share in shares:
        if not is_open(whole, share.flag, share.variant):
            continue
        flag = whole["flags"][share.flag]
        if share.running:
            track["targeting"] = _bucket(share)
            flag["targeting"] = {
                "if": [
                    {"==": [_bucket(share), Track.CANARY.value]},
                    share.variant,
                    flag.get("targeting") or flag["defaultVariant"],
                ]
            }
        else:
            flag["defaultVariant"] = share.variant
            flag.pop("targeting", None)
    whole["flags"][TRACK] = track
    return whole


def is_open(document: Document, flag: str, variant: str) -> bool:
    """Whether that variant can be rolled out: the flag is there, is not disabled, and has it."""
    definition = document["flags"].get(flag)
    return definition is not None and definition["state"] == "ENABLED" and variant in definition["variants"]


def is_targeted(document: Document) -> bool:
    """Whether any flag depends on the user."""
    return any(flag.get("targeting") for flag in document["flags"].values())


def _bucket(share: Share) -> dict[str, Any]:
    """The track of a user: always the same for a flag and a share, and canary still as the share grows."""
    fractions: list[Any] = [{"cat": [share.flag, {"var": "targetingKey"}]}]
    fractions += [[Track.CANARY.value, share.percent], [Track.STABLE.value, 100 - share.percent]]
    return {"if": [{"var": "targetingKey"}, {"fractional": fractions}, Track.STABLE.value]}


def _set_default(flag: dict[str, Any], value: object) -> None:
    """Where the flag has no default, or may not have another, make it the variant of that value."""
    if flag["state"] == "DISABLED":
        flag.pop("targeting", None)
    if flag["state"] == "DISABLED" or not flag.get("defaultVariant"):
        names = [name for name, of in flag["variants"].items() if of == value]
        flag["defaultVariant"] = names[0]


def _check(path: Path, name: str, flag: Any) -> None:
    if name not in _KNOWN:
        near = difflib.get_close_matches(name, _KNOWN, 1)
        raise _wrong(path, "flag_unknown", flag=name, known=", ".join(near or sorted(_KNOWN)))
    if not isinstance(flag, dict):
        raise _wrong(path, "flag_shape", flag=name)
    if extra := sorted(flag.keys() - _FIELDS):
        raise _wrong(path, "flag_field", flag=name, field=extra[0])
    if flag.get("state") not in ("ENABLED", "DISABLED"):
        raise _wrong(path, "flag_state", flag=name)
    _check_variants(path, name, flag.get("variants"))
    default = flag.get("defaultVariant")
    if default is not None and (not isinstance(default, str) or default not in flag["variants"]):
        raise _wrong(path, "flag_default", flag=name, variant=default)
    if not isinstance(flag.get("targeting") or {}, dict) or not isinstance(flag.get("metadata") or {}, dict):
        raise _wrong(path, "flag_targeting", flag=name)
    seconds = (flag.get("metadata") or {}).get("slow_seconds", 0)
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or seconds < 0:
        raise _wrong(path, "flag_slow", flag=name)


def _check_variants(path: Path, name: str, variants: Any) -> None:
    """All values that the flag can have are named, and no others."""
    wanted = _KNOWN[name]
    values = list(variants.values()) if isinstance(variants, dict) else []
    # 1 equals True and is none.
    right = all(isinstance(value, type(next(iter(wanted)))) for value in values)
    if not right or frozenset(values) != wanted:
        said = ", ".join(sorted(json.dumps(value) for value in wanted))
        raise _wrong(path, "flag_variants", flag=name, values=said)


def _try_out(path: Path, document: Document) -> None:
    """Have the rules decide for some users, as one that cannot would only be found out when it is asked."""
    targeted = {name: flag for name, flag in document["flags"].items() if flag.get("targeting")}
    if not targeted:
        return
    from openfeature.contrib.tools.flagd.core import FlagdCore
    from openfeature.evaluation_context import EvaluationContext
    from openfeature.exception import OpenFeatureError

    core = FlagdCore()
    try:
        core.set_flags(copy.deepcopy(dict(document)))
    except OpenFeatureError as error:
        raise _wrong(path, "flags_shape") from error
    users: Sequence[str | None] = [None, *map(str, range(_TRIED))]
    for name in targeted:
        ask = core.resolve_string_value if name == DRILL else core.resolve_boolean_value
        for user in users:
            try:
                ask(name, Fault.NONE.value if name == DRILL else False, EvaluationContext(user))  # type: ignore[arg-type]
            # What its evaluator lets through of a rule it cannot apply.
            except (OpenFeatureError, ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
                raise _wrong(path, "flag_targeting", flag=name) from error


def _wrong(path: Path, message: str, **params: object) -> InvalidRequest:
    said = ", ".join(f"{name} {value}" for name, value in params.items())
    return InvalidRequest(f"{path}: {message}: {said}", message=message, params={"path": path, **params})
