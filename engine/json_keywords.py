"""What the keywords of a JSON schema say, checked. Knows no grammar."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final, NoReturn

from engine.errors import GrammarError
from engine.json_numbers import Range

MAX_COUNT: Final = 1_999
"""Most characters or items that can be counted."""

Schema = Mapping[str, object]

_TYPES: Final = ("object", "array", "string", "number", "integer", "boolean", "null")
REFUSED: Final = (
    *("not", "if", "then", "else", "multipleOf", "pattern", "$dynamicRef", "$recursiveRef"),
    *("patternProperties", "propertyNames", "minProperties", "maxProperties"),
    *("dependentRequired", "dependentSchemas", "dependencies"),
    *("unevaluatedProperties", "unevaluatedItems", "additionalItems"),
    *("contains", "minContains", "maxContains"),
)
ASSERTING: Final = {
    **dict.fromkeys(("properties", "required", "additionalProperties"), "object"),
    **dict.fromkeys(("items", "prefixItems", "minItems", "maxItems", "uniqueItems"), "array"),
    **dict.fromkeys(("minLength", "maxLength", "format"), "string"),
    **dict.fromkeys(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"), "number"),
    **dict.fromkeys(("type", "enum", "const", "anyOf", "oneOf", "allOf", "$ref"), ""),
}
"""Keywords that say something about the shape, with the type they speak of."""


def refuse(place: str, reason: str) -> NoReturn:
    raise GrammarError("JSON schema", reason, place)


def literal(text: str) -> str:
    """A text as GBNF writes it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\U{ord(c):08X}" for c in escaped) + '"'


def json_text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def types_of(schema: Schema, place: str) -> list[str]:
    """The types a schema allows: those it names, else the one its keywords speak of."""
    named = schema.get("type")
    if named is None:
        meant = {ASSERTING[key] for key in schema if key in ASSERTING} - {""}
        return sorted(meant) or ["value"]
    names = [name for name in _TYPES if name in (named if isinstance(named, list) else [named])]
    if not names or (isinstance(named, list) and len(names) != len(named)):
        refuse(f"{place}/type", f"{json_text(named)} is no type of JSON")
    return [name for name in names if not (name == "integer" and "number" in names)]


def is_of(value: object, name: str) -> bool:
    if isinstance(value, bool):
        return name == "boolean"
    if isinstance(value, int | float):
        return name == "number" or (name == "integer" and float(value).is_integer())
    kinds = {"object": dict, "array": list, "string": str}
    return value is None if name == "null" else isinstance(value, kinds.get(name, ()))


def items_of(value: object, place: str) -> list[object]:
    if not isinstance(value, list) or not value:
        refuse(place, "it is not a non-empty list")
    return value


def count_of(schema: Schema, keyword: str, place: str) -> int | None:
    value = schema.get(keyword)
    if value is None:
        return None
    if not isinstance(value, int | float) or not float(value).is_integer() or value < 0:
        refuse(f"{place}/{keyword}", "it is not a number to count with")
    if value > MAX_COUNT:
        refuse(f"{place}/{keyword}", f"at most {MAX_COUNT:,} is possible")
    return int(value)


def range_of(schema: Schema, place: str) -> Range | None:
    """The bounds of a number, None where there are none."""
    found: dict[str, float | None] = {}
    for keyword in ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"):
        value = schema.get(keyword)
        if value is not None and (not isinstance(value, int | float) or isinstance(value, bool)):
            refuse(f"{place}/{keyword}", "it is not a number")
        found[keyword] = value
    if all(value is None for value in found.values()):
        return None
    try:
        return Range.of(*found.values(), whole="integer" in types_of(schema, place))
    except ValueError as error:
        refuse(place, str(error))


def merge(first: Schema, second: Schema, place: str) -> dict[str, object]:
    """Two schemas that both hold. Raises GrammarError where they say different things."""
    merged = dict(first)
    for key, value in second.items():
        mine = merged.get(key, value)
        if key == "required" and isinstance(mine, list) and isinstance(value, list):
            merged[key] = [*mine, *(name for name in value if name not in mine)]
        elif key == "properties" and isinstance(mine, dict) and isinstance(value, dict):
            merged[key] = {
                name: merge(mine[name], part, f"{place}/properties/{name}")
                if isinstance(part, dict) and isinstance(mine.get(name), dict)
                else part
                for name, part in (mine | value).items()
            }
        elif key in ASSERTING and key in merged and mine != value:
            refuse(place, f"{key} is given twice, with different values")
        else:
            merged[key] = value
    return merged
