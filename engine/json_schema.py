"""JSON schema to a grammar, so that a reply is JSON of that shape.

What JSON Schema (json-schema.org, 2020-12) can say and a grammar cannot is refused by name, never
left out in silence; annotations and names it does not define say nothing about the shape. Where a
schema leaves something open, the reply is kept narrow: an object that lists its properties has no
others unless `additionalProperties` says so, properties come in the order of the schema, and
`oneOf` is read as `anyOf`. Knows no model.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from typing import Final, cast

from engine.errors import GrammarError
from engine.grammar import check_grammar
from engine.json_keywords import (
    ASSERTING,
    REFUSED,
    Schema,
    count_of,
    is_of,
    items_of,
    json_text,
    literal,
    merge,
    range_of,
    refuse,
    types_of,
)
from engine.json_numbers import integers, numbers

MAX_BYTES: Final = 64 << 10
MAX_DEPTH: Final = 40
MAX_PARTS: Final = 10_000
"""Parts looked at, references followed: a few lines can refer to each other without end."""
_NAME: Final = re.compile(r"[a-z0-9-]+")
_BASICS: Final = {
    "value": "object | array | string | number | boolean | null",
    "object": r'"{" ws (member ("," ws member)* ws)? "}"',
    "member": r'string ":" ws value',
    "array": r'"[" ws (value ("," ws value)* ws)? "]"',
    "string": r'"\"" char* "\""',
    "char": r'plain | "\\" (["\\/bfnrt] | "u" [0-9a-fA-F]{4})',
    "plain": r'[^"\\\x00-\x1F\x7F]',
    "number": r'"-"? ("0" | [1-9] [0-9]{0,15}) ("." [0-9]{1,16})? ([eE] [-+]? [0-9]{1,3})?',
    "integer": r'"-"? ("0" | [1-9] [0-9]{0,15})',
    "boolean": r'"true" | "false"',
    "null": r'"null"',
    "ws": r'| " " | "\n" [ \t]{0,40}',
}
_FORMATS: Final = {
    "date": r'[0-9]{4} "-" ("0" [1-9] | "1" [0-2]) "-" ("0" [1-9] | [12] [0-9] | "3" [01])',
    "time": r'([01] [0-9] | "2" [0-3]) ":" [0-5] [0-9] ":" [0-5] [0-9] ("." [0-9]{1,9})? '
    r'("Z" | [-+] ([01] [0-9] | "2" [0-3]) ":" [0-5] [0-9])',
    "date-time": r'format-date "T" format-time',
    "uuid": r'[0-9a-fA-F]{8} ("-" [0-9a-fA-F]{4}){3} "-" [0-9a-fA-F]{12}',
}
"""Others are annotations, as in JSON Schema itself."""


def to_grammar(schema_text: str) -> str:
    """The grammar of JSON that has this shape, checked. Raises GrammarError naming the place."""
    if len(schema_text) > MAX_BYTES:
        refuse("", f"it has more than {MAX_BYTES >> 10} KB of text")
    try:
        schema = json.loads(schema_text)
    except ValueError as error:
        refuse("", f"it is not JSON: {error}")
    except RecursionError:
        refuse("", "it is nested too deeply")
    grammar = _Converter(schema).convert()
    try:
        check_grammar(grammar)
    except GrammarError as error:
        raise GrammarError("JSON schema", str(error.values["reason"])) from error
    return grammar


class _Converter:
    """One schema on its way to rules. Each method gives an expression that stands as one item."""

    def __init__(self, schema: object) -> None:
        self._schema = schema
        self._rules: dict[str, str] = {}
        self._references: dict[str, str] = {}
        self._depth = 0
        self._parts = 0
        self._typed: dict[str, Callable[[Schema, str], str]] = {
            "object": self._object,
            "array": self._array,
            "string": self._string,
            "number": self._number,
            "integer": self._integer,
        }

    def convert(self) -> str:
        # The whole is a reference, too: a schema may refer to itself.
        self._rules["root"] = self._reference("#", "")
        # Each is used by those before it only, but for values, which are in objects, too.
        for name, body in [*_BASICS.items()] * 2:
            if any(name in _NAME.findall(rule) for rule in self._rules.values()):
                self._rules[name] = body
        return "\n".join(f"{name} ::= {body}" for name, body in self._rules.items()) + "\n"

    def _new(self, body: str) -> str:
        name = f"r{len(self._rules)}"
        self._rules[name] = body
        return name

    def _any_of(self, expressions: Sequence[str]) -> str:
        found = list(dict.fromkeys(expressions))
        return found[0] if len(found) == 1 else self._new(" | ".join(found))

    def _value(self, schema: object, place: str) -> str:
        """What a (sub)schema allows."""
        self._count_part(place)
        if schema is True:
            return "value"
        if not isinstance(schema, dict):
            refuse(place, "false allows nothing" if schema is False else "it is not a schema")
        self._depth += 1
        if self._depth > MAX_DEPTH:
            refuse(place, "it is nested too deeply")
        expression = self._described(cast("Schema", schema), place)
        self._depth -= 1
        return expression

    def _described(self, schema: Schema, place: str) -> str:
        for keyword in REFUSED:
            if keyword in schema:
                refuse(f"{place}/{keyword}", f"{keyword} cannot be put into a grammar")
        if schema.get("uniqueItems") is True:
            refuse(f"{place}/uniqueItems", "uniqueItems cannot be put into a grammar")
        asserting = schema.keys() & ASSERTING.keys()
        if "$ref" in schema:
            if asserting == {"$ref"}:
                return self._reference(schema["$ref"], f"{place}/$ref")
            return self._value(self._with(schema, "$ref", place), place)
        if "allOf" in schema:
            return self._value(self._with(schema, "allOf", place), place)
        for keyword in ("anyOf", "oneOf"):
            if keyword in schema:
                return self._choice(schema, keyword, place)
        if "const" in schema:
            return literal(json_text(schema["const"]))
        if "enum" in schema:
            return self._enum(schema, place)
        return self._any_of(
            [self._of_type(name, schema, place) for name in types_of(schema, place)]
        )

    def _of_type(self, name: str, schema: Schema, place: str) -> str:
        return self._typed[name](schema, place) if name in self._typed else name

    def _reference(self, reference: object, place: str) -> str:
        """A rule for a part of the schema, made once, so that it may refer to itself."""
        target = self._target(reference, place)
        assert isinstance(reference, str)
        if reference not in self._references:
            name = f"r{len(self._rules)}"
            self._references[reference] = name
            self._rules[name] = ""
            depth, self._depth = self._depth, 0
            self._rules[name] = self._value(target, reference.removeprefix("#"))
            self._depth = depth
        return self._references[reference]

    def _count_part(self, place: str) -> None:
        self._parts += 1
        if self._parts > MAX_PARTS:
            refuse(place, "it has too many parts, references counted")

    def _target(self, reference: object, place: str) -> object:
        self._count_part(place)
        if not isinstance(reference, str) or not reference.startswith("#"):
            refuse(place, "only references into the schema itself, with #, can be followed")
        found = self._schema
        for part in reference.removeprefix("#").split("/")[1:]:
            key = part.replace("~1", "/").replace("~0", "~")
            if isinstance(found, dict) and key in found:
                found = found[key]
            elif isinstance(found, list) and key.isdecimal() and int(key) < len(found):
                found = found[int(key)]
            else:
                refuse(place, f"there is no {reference}")
        return found

    def _with(self, schema: Schema, keyword: str, place: str) -> Schema:
        """A schema with what its `allOf` or `$ref` says, put together."""
        if keyword == "$ref":
            parts = [self._target(schema["$ref"], f"{place}/$ref")]
        else:
            parts = items_of(schema["allOf"], f"{place}/allOf")
        together = {key: value for key, value in schema.items() if key != keyword}
        for part in parts:
            if not isinstance(part, dict):
                refuse(f"{place}/{keyword}", "it is not a schema")
            for inner in ("$ref", "allOf"):
                if inner in part:
                    self._depth += 1
                    if self._depth > MAX_DEPTH:
                        refuse(f"{place}/{keyword}", "it is nested too deeply")
                    part = dict(self._with(part, inner, place))
                    self._depth -= 1
            together = merge(together, part, f"{place}/{keyword}")
        return together

    def _choice(self, schema: Schema, keyword: str, place: str) -> str:
        common = {key: value for key, value in schema.items() if key != keyword}
        shared = common.keys() & ASSERTING.keys()
        expressions = []
        for number, part in enumerate(items_of(schema[keyword], f"{place}/{keyword}")):
            where = f"{place}/{keyword}/{number}"
            if shared and isinstance(part, dict):
                part = merge(common, dict(self._with({"allOf": [part]}, "allOf", where)), where)
            expressions.append(self._value(part, where))
        return self._any_of(expressions)

    def _enum(self, schema: Schema, place: str) -> str:
        values = items_of(schema["enum"], f"{place}/enum")
        if "type" in schema:
            types = types_of(schema, place)
            values = [value for value in values if any(is_of(value, name) for name in types)]
        if not values:
            refuse(f"{place}/enum", "there is no value of its type")
        return self._any_of([literal(json_text(value)) for value in values])

    def _string(self, schema: Schema, place: str) -> str:
        known = schema.get("format")
        low, high = count_of(schema, "minLength", place), count_of(schema, "maxLength", place)
        if isinstance(known, str) and known in _FORMATS:
            for name in ("date", "time") if known == "date-time" else ():
                self._rules[f"format-{name}"] = _FORMATS[name]
            self._rules[f"format-{known}"] = _FORMATS[known]
            return self._new(rf'"\"" format-{known} "\""')
        if low is None and high is None:
            return "string"
        return self._new(rf'"\"" {"char"}{_times(low or 0, high)} "\""')

    def _number(self, schema: Schema, place: str) -> str:
        bounds = range_of(schema, place)
        return self._new(numbers(bounds)) if bounds else "number"

    def _integer(self, schema: Schema, place: str) -> str:
        bounds = range_of(schema, place)
        return self._new(integers(bounds)) if bounds else "integer"

    def _array(self, schema: Schema, place: str) -> str:
        first = schema.get("prefixItems", [])
        rest = schema.get("items", True)
        if isinstance(rest, list):  # as before 2020
            first, rest = rest, True
        fixed = [
            self._value(part, f"{place}/prefixItems/{i}")
            for i, part in enumerate(items_of(first, f"{place}/prefixItems") if first else [])
        ]
        low, high = count_of(schema, "minItems", place) or 0, count_of(schema, "maxItems", place)
        if rest is False:
            high = len(fixed) if high is None else min(high, len(fixed))
        if high is not None and high < low:
            refuse(place, "no array can have so many items")
        tail = ""
        if rest is not False and (high is None or high > len(fixed)):
            item = self._value(rest, f"{place}/items")
            most = None if high is None else high - len(fixed)
            tail = self._list(item, max(low - len(fixed), 0), most, begun=bool(fixed))
        fixed = fixed[:high]
        for at in range(len(fixed) - 1, -1, -1):  # from the last: what follows may be left out
            separated = f'"," ws {fixed[at]}' if at else fixed[at]
            body = f"{separated} {tail}".strip()
            tail = self._new(body) + ("?" if at >= low else "")
        return self._new(f'"[" ws {tail} ws "]"' if tail else '"[" ws "]"')

    def _list(self, item: str, low: int, high: int | None, *, begun: bool) -> str:
        """So many items with commas, behind others where it is `begun`."""
        if begun:
            return f'("," ws {item}){_times(low, high)}'
        if high == 0:
            return ""
        more = f'("," ws {item}){_times(max(low - 1, 0), None if high is None else high - 1)}'
        return self._new(f"{item} {more}") + ("" if low else "?")

    def _object(self, schema: Schema, place: str) -> str:
        properties = schema.get("properties", {})
        required = schema.get("required") or []
        others = schema.get("additionalProperties", not properties and not required)
        if not isinstance(properties, dict):
            refuse(f"{place}/properties", "it is not an object")
        if not isinstance(required, list) or not all(isinstance(name, str) for name in required):
            refuse(f"{place}/required", "it is not a list of names")
        names = list(dict.fromkeys([*properties, *required]))
        if not names and others is True:
            return "object"
        members = [
            (
                f'{literal(json_text(name))} ":" ws '
                + self._value(properties.get(name, True), f"{place}/properties/{name}"),
                name in required,
            )
            for name in names
        ]
        other = ""
        if others is not False:
            value = self._value(others, f"{place}/additionalProperties")
            other = self._new(f'{self._other_name(names)} ":" ws {value}')
        inside = self._members(members, other)
        return self._new(f'"{{" ws {inside} "}}"' if inside else '"{" ws "}"')

    def _members(self, members: Sequence[tuple[str, bool]], other: str) -> str:
        """Members in their order, optional ones or not, then any number of others."""
        # Built from the last: `after` follows a member, `start` is where there was none yet.
        after = self._new(f'("," ws {other})* ws' if other else "ws")
        start = self._new(f"{other} {after}") if other else ""
        may_be_empty = True
        for member, required in reversed(members):
            with_it = self._new(f"{member} {after}")
            if required:
                start, may_be_empty = with_it, False
                after = self._new(f'"," ws {with_it}')
            else:
                start = self._new(f"{with_it} | {start}") if start else with_it
                after = self._new(f'"," ws {with_it} | {after}')
        return f"{start}?" if start and may_be_empty else start

    def _other_name(self, names: Sequence[str]) -> str:
        """A key that is none of `names`."""
        trie: dict[str, dict[str, object]] = {}
        for name in names:
            node = cast("dict[str, object]", trie)
            for character in chain(name, [""]):
                node = cast("dict[str, object]", node.setdefault(character, {}))
        return self._new(rf'"\"" {self._unlike(trie, start=True)} "\""')

    def _unlike(self, node: Mapping[str, object], *, start: bool = False) -> str:
        """What may stand here in a name that is not in the trie."""
        nexts = [character for character in node if character]
        if not nexts:
            return "plain+"
        found = [
            f"{literal(c)} {self._unlike(cast('Mapping[str, object]', node[c]))}" for c in nexts
        ]
        excluded = "".join(f"\\U{ord(c):08X}" for c in nexts)
        found.append(rf'[^"\\\x00-\x1F\x7F{excluded}] plain*')
        if "" not in node and not start:
            found.insert(0, "")  # not last: behind a bar the next line goes on
        return self._new(" | ".join(found))


def _times(low: int, high: int | None) -> str:
    return f"{{{low},{'' if high is None else high}}}"
