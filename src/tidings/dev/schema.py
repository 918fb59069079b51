"""JSON schemas as requests carry them: what they ask for, and what a provider does not accept in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tidings.dev.exchange import Json, invalid

# pydantic-ai moves limits that a provider does not take into the description, as "maxLength=60" or
# "{maxLength: 60}"; a careful model reads them there.
_HINT = r"\b{name}\s*[:=]\s*(-?\d+(?:\.\d+)?)"

_NOT_STRICT = frozenset(
    {
        "patternProperties",
        "unevaluatedProperties",
        "propertyNames",
        "minProperties",
        "maxProperties",
        "unevaluatedItems",
        "contains",
        "minContains",
        "maxContains",
        "uniqueItems",
        "default",
        "oneOf",
        "allOf",
        "not",
    }
)
_NOT_ANTHROPIC = frozenset(
    {
        "minLength",
        "maxLength",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "multipleOf",
        "maxItems",
        "uniqueItems",
        "minProperties",
        "maxProperties",
        "patternProperties",
    }
)


@dataclass(frozen=True, slots=True)
class Node:
    """A place in a schema: what stands there, and the definitions it may refer to."""

    spec: Json
    root: Json

    def child(self, spec: Any) -> Node:
        """Another place in the same schema, its references followed."""
        return Node(spec if isinstance(spec, dict) else {}, self.root).resolved()

    def resolved(self) -> Node:
        """The place with its references followed and the first choice taken, null only where it is alone."""
        spec = self.spec
        if "$ref" in spec:
            return self.child({**self._referred(spec["$ref"]), **_without(spec, "$ref")})
        for choice in ("anyOf", "oneOf", "allOf"):
            if options := [option for option in spec.get(choice, ()) if isinstance(option, dict)]:
                real = next((option for option in options if option.get("type") != "null"), options[0])
                return self.child({**real, **_without(spec, choice)})
        return self

    def _referred(self, reference: str) -> Json:
        place: Any = self.root
        for step in reference.removeprefix("#").strip("/").split("/"):
            place = place.get(step, {}) if isinstance(place, dict) and step else place
        return place if isinstance(place, dict) else {}

    @property
    def kind(self) -> str:
        """The type of value that belongs here, "any" where the schema says none."""
        stated = self.spec.get("type")
        names = [str(name).lower() for name in (stated if isinstance(stated, list) else [stated]) if name]
        named = next((name for name in names if name != "null"), names[0] if names else "")
        return named or ("object" if "properties" in self.spec else "any")

    @property
    def properties(self) -> dict[str, Node]:
        """The fields of an object, in the order the schema names them."""
        return {name: self.child(spec) for name, spec in self.spec.get("properties", {}).items()}

    @property
    def choices(self) -> list[Any]:
        """The only values allowed here; none where any is."""
        return [self.spec["const"]] if "const" in self.spec else list(self.spec.get("enum", ()))

    def limit(self, name: str) -> float | None:
        """A bound such as maxLength, whether it is a keyword or only told in the description."""
        stated = self.spec.get(name)
        if isinstance(stated, int | float | str) and not isinstance(stated, bool):
            return float(stated)
        told = re.search(_HINT.format(name=name), str(self.spec.get("description", "")))
        return float(told[1]) if told else None

    def bounds(self, low: str, high: str, usual: int, *, longer: bool = False) -> tuple[int, int]:
        """The least and greatest length of a list or a text.

        The greatest is `usual` where none is stated, and where more is allowed unless that is welcome.
        """
        least, stated = int(self.limit(low) or 0), self.limit(high)
        allowed = usual if stated is None else int(stated)
        return least, max(least, allowed if longer else min(allowed, usual))


def _without(spec: Json, name: str) -> Json:
    return {key: value for key, value in spec.items() if key != name}


def walk(spec: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Json]]:
    """Every subschema with its path."""
    if not isinstance(spec, dict):
        return
    yield path, spec
    for group in ("properties", "$defs", "definitions"):
        for name, child in (spec.get(group) or {}).items():
            yield from walk(child, (*path, group, name))
    yield from walk(spec.get("items"), (*path, "items"))
    for choice in ("anyOf", "oneOf", "allOf"):
        for number, child in enumerate(spec.get(choice) or ()):
            yield from walk(child, (*path, choice, str(number)))


def check_openai(name: str, schema: Json, *, strict: bool) -> None:
    """Refused where OpenAI does not take a schema as a response format."""
    start = f"Invalid schema for response_format '{name}': "
    if schema.get("type") != "object":
        raise invalid(
            f"{start}schema must be a JSON Schema of 'type: \"object\"', got {schema.get('type')!r}."
        )
    if not strict:
        return
    for path, spec in walk(schema):
        context = f"{start}In context={path}, "
        if found := sorted(_NOT_STRICT & spec.keys()):
            raise invalid(f"{context}'{found[0]}' is not permitted.")
        if spec.get("type") == "array" and "items" not in spec:
            raise invalid(f"{context}array schema missing items.")
        if spec.get("type") == "object":
            _check_strict_object(context, spec)


def _check_strict_object(context: str, spec: Json) -> None:
    if spec.get("additionalProperties") is not False:
        raise invalid(f"{context}'additionalProperties' is required to be supplied and to be false.")
    missing = [name for name in spec.get("properties", {}) if name not in spec.get("required", ())]
    if missing:
        raise invalid(
            f"{context}'required' is required to be supplied and to be an array including every key in "
            f"properties. Missing '{missing[0]}'."
        )


def check_anthropic(schema: Json) -> None:
    """Refused where Anthropic does not take a schema as an output format."""
    for _, spec in walk(schema):
        kind = spec.get("type", "")
        if kind == "object" and spec.get("additionalProperties") is not False:
            raise invalid(
                "output_config.format.schema: For 'object' type, 'additionalProperties' must be explicitly "
                "set to false"
            )
        if found := sorted(_NOT_ANTHROPIC & spec.keys()):
            raise invalid(
                f"output_config.format.schema: For '{kind}' type, property '{found[0]}' is not supported"
            )
        if spec.get("minItems", 0) not in (0, 1):
            raise invalid(
                "output_config.format.schema: For 'array' type, 'minItems' values other than 0 or 1 are not "
                "supported"
            )
