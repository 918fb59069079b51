from __future__ import annotations

from typing import Any

import pytest

from tidings.dev.exchange import Refused
from tidings.dev.schema import Node, check_anthropic, check_openai

STRICT: dict[str, Any] = {
    "type": "object",
    "properties": {"label": {"type": "string", "maxLength": 20}},
    "required": ["label"],
    "additionalProperties": False,
}


def without(name: str) -> dict[str, Any]:
    return {key: value for key, value in STRICT.items() if key != name}


def inside(schema: dict[str, Any]) -> dict[str, Any]:
    return {**STRICT, "properties": {"label": {"$ref": "#/$defs/Inner"}}, "$defs": {"Inner": schema}}


def test_a_strict_schema_is_taken_as_it_should_be() -> None:
    check_openai("o", STRICT, strict=True)
    check_openai("o", inside(STRICT), strict=True)


@pytest.mark.parametrize(
    ("schema", "complaint"),
    [
        (without("additionalProperties"), "'additionalProperties' is required"),
        (without("required"), "Missing 'label'"),
        (inside(without("required")), "Missing 'label'"),
        ({**STRICT, "properties": {"label": {"type": "array"}}}, "missing items"),
        (
            {**STRICT, "properties": {"label": {"type": "string", "default": ""}}},
            "'default' is not permitted",
        ),
        (inside({"type": "array", "items": {"oneOf": []}}), "'oneOf' is not permitted"),
        ({"type": "array", "items": STRICT}, 'type: "object"'),
    ],
)
def test_a_schema_that_is_not_strict_enough_is_refused(schema: dict[str, Any], complaint: str) -> None:
    with pytest.raises(Refused, match=complaint) as refused:
        check_openai("o", schema, strict=True)
    assert refused.value.fault == "invalid"


def test_a_schema_that_is_not_called_strict_may_be_lax() -> None:
    check_openai("o", without("required"), strict=False)
    with pytest.raises(Refused):
        check_openai("o", {"type": "string"}, strict=False)


@pytest.mark.parametrize(
    ("schema", "complaint"),
    [
        (without("additionalProperties"), "additionalProperties"),
        (STRICT, "'maxLength' is not supported"),
        ({"type": "array", "minItems": 2, "items": {"type": "string"}}, "minItems"),
    ],
)
def test_anthropic_refuses_what_it_does_not_support(schema: dict[str, Any], complaint: str) -> None:
    with pytest.raises(Refused, match=complaint):
        check_anthropic(schema)


def test_references_are_followed_and_null_is_the_last_choice() -> None:
    root = {
        "properties": {
            "one": {"anyOf": [{"type": "null"}, {"$ref": "#/$defs/Name"}], "description": "hm"},
            "none": {"anyOf": [{"type": "null"}]},
        },
        "$defs": {"Name": {"type": "string", "maxLength": 9}},
    }
    fields = Node(root, root).resolved().properties
    assert fields["one"].kind == "string"
    assert fields["one"].limit("maxLength") == 9
    assert fields["none"].kind == "null"


@pytest.mark.parametrize(
    "told", ["maxLength=60", "{maxLength: 60, minLength: 2}", "A name (minLength=2, maxLength=60)"]
)
def test_a_limit_told_in_the_description_counts(told: str) -> None:
    spec = {"type": "string", "description": told}
    assert Node(spec, spec).limit("maxLength") == 60


def test_kinds_are_read_in_either_spelling() -> None:
    for spec, kind in (
        ({"type": "STRING"}, "string"),
        ({"type": ["null", "integer"]}, "integer"),
        ({"properties": {}}, "object"),
        ({}, "any"),
    ):
        assert Node(spec, spec).kind == kind
