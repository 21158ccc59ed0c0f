"""JSON schema to a grammar: what llama.cpp then allows, and what is refused by name."""

import json

import pytest
from helpers.grammar_judge import GrammarJudge
from helpers.tiny_gguf import write_tiny_gguf

from engine.errors import GrammarError
from engine.grammar import check_grammar
from engine.json_schema import to_grammar


@pytest.fixture(scope="module")
def judge(tmp_path_factory):
    model = write_tiny_gguf(tmp_path_factory.mktemp("judge") / "tiny.gguf")
    with GrammarJudge(model) as made:
        yield made


def obj(**properties):
    return {"type": "object", "properties": properties}


TEXT, NUMBER, WHOLE, NOTHING = ({"type": t} for t in ("string", "number", "integer", "null"))
NODE = {
    "$defs": {"node": obj(value=WHOLE, next={"anyOf": [{"$ref": "#/$defs/node"}, NOTHING]})},
    "$ref": "#/$defs/node",
}
CASES = [
    ("string", TEXT, ['""', '"a"', r'"\n\u00e9é日"'], ["a", '"a', '"\n"', r'"\q"', "1", ""]),
    (
        "counted",
        {"type": "string", "minLength": 2, "maxLength": 3},
        ['"ab"', r'"a\n日"'],
        ['"a"', '"abcd"'],
    ),
    ("least", {"minLength": 2}, ['"ab"', '"abcdefgh"'], ['"a"', "12"]),
    (
        "number",
        NUMBER,
        ["0", "-1", "1.50", "1e9", "-0.5E-3"],
        ["01", "1.", ".5", "+1", "NaN", "1e"],
    ),
    ("integer", WHOLE, ["0", "-17"], ["1.5", "00", "1e3"]),
    ("boolean", {"type": "boolean"}, ["true", "false"], ["True", "1"]),
    ("null", NOTHING, ["null"], ["None", "nul"]),
    ("types", {"type": ["integer", "null"]}, ["1", "null"], ["1.5", '"1"']),
    (
        "const",
        {"const": {"a": [1, 'é"']}},
        [json.dumps({"a": [1, 'é"']}, ensure_ascii=False)],
        ["{}"],
    ),
    ("enum", {"enum": ["a\\b", 1, None, True]}, [r'"a\\b"', "1", "null", "true"], ['"a"', "false"]),
    ("enum of a type", {"type": "string", "enum": ["a", 1]}, ['"a"'], ["1"]),
    (
        "anything",
        {},
        ["1", "[]", "{}", '{"a": [1, {"b": null}]}', "[1,2, 3]"],
        ["{1:2}", "[1,]", ""],
    ),
    ("true", True, ["1", '"x"'], ["x"]),
    (
        "array",
        {"type": "array", "items": WHOLE},
        ["[]", "[1]", "[1, 2,3]", "[\n  1\n]"],
        ["[1,]", "[,1]", '["a"]'],
    ),
    (
        "counted items",
        {"items": WHOLE, "minItems": 2, "maxItems": 3},
        ["[1,2]", "[1,2,3]"],
        ["[]", "[1]", "[1,2,3,4]"],
    ),
    ("at most one", {"items": WHOLE, "maxItems": 1}, ["[]", "[1]"], ["[1,2]"]),
    ("no items", {"items": WHOLE, "maxItems": 0}, ["[]"], ["[1]"]),
    (
        "tuple",
        {"prefixItems": [WHOLE, TEXT], "items": False, "minItems": 2},
        ['[1,"a"]'],
        ["[1]", "[]", '[1,"a",2]'],
    ),
    (
        "open tuple",
        {"prefixItems": [WHOLE], "items": TEXT},
        ["[]", "[1]", '[1,"a","b"]'],
        ['["a"]', "[1,2]"],
    ),
    (
        "long tuple",
        {"prefixItems": [WHOLE], "items": TEXT, "minItems": 3, "maxItems": 3},
        ['[1,"a","b"]'],
        ["[1]", '[1,"a"]', '[1,"a","b","c"]'],
    ),
    ("short tuple", {"prefixItems": [WHOLE, WHOLE], "maxItems": 1}, ["[]", "[1]"], ["[1,2]"]),
    (
        "old tuple",
        {"type": "array", "items": [WHOLE], "minItems": 1},
        ["[1]", '[1, "x"]'],
        ["[]", '["x"]'],
    ),
    ("object", {"type": "object"}, ["{}", '{"a":1}'], ["[]"]),
    (
        "closed object",
        {"type": "object", "additionalProperties": False},
        ["{}", "{ }"],
        ['{"a":1}'],
    ),
    ("map", {"additionalProperties": WHOLE}, ["{}", '{"a": 1, "b":2}'], ['{"a": "x"}']),
    (
        "optional",
        obj(a=WHOLE, b=WHOLE, c=WHOLE),
        ["{}", '{"a":1}', '{"b":1}', '{"c": 1}', '{"a":1,"c":2}', '{"a":1, "b":2, "c":3}'],
        ['{"b":1,"a":2}', '{"a":1,}', '{,"a":1}', '{"d":1}', '{"a":1,"a":2}'],
    ),
    (
        "required",
        {**obj(a=WHOLE, b=WHOLE, c=WHOLE), "required": ["b"]},
        ['{"b":1}', '{"a":1,"b":2}', '{"b":1,"c":2}', '{\n  "a": 1,\n  "b": 2\n}'],
        ["{}", '{"a":1}', '{"a":1,"c":1}'],
    ),
    ("required only", {"type": "object", "required": ["a"]}, ['{"a": [1]}'], ["{}", '{"b":1}']),
    (
        "others",
        {**obj(ab=WHOLE), "additionalProperties": TEXT},
        ['{"ab":1}', '{"ab":1,"a":"x"}', '{"abc":"x"}', '{"b":"x","c":"y"}', "{}"],
        ['{"ab":"x"}', '{"a":1}', '{"ab":1,"ab":"x"}'],
    ),
    ("quoted names", obj(**{'a"b\\': WHOLE}), [r'{"a\"b\\": 1}'], ['{"a": 1}']),
    (
        "nested",
        obj(a=obj(b={"type": "array", "items": obj(c=NOTHING)})),
        ['{"a":{"b":[{"c":null},{}]}}'],
        ['{"a":{"b":[{"c":1}]}}'],
    ),
    ("recursive", NODE, ['{"value":1,"next":{"value":2,"next":null}}', "{}"], ['{"next":1}']),
    ("self", obj(child={"$ref": "#"}), ['{"child":{"child":{}}}'], ['{"child":1}']),
    ("any of", {"anyOf": [WHOLE, {"const": "x"}]}, ["1", '"x"'], ['"y"']),
    (
        "common and any of",
        {**obj(a=WHOLE), "required": ["a"], "anyOf": [obj(b=TEXT), obj(c=TEXT)]},
        ['{"a":1,"b":"x"}', '{"a":1,"c":"x"}', '{"a":1}'],
        ['{"b":"x"}', '{"a":1,"b":"x","c":"x"}'],
    ),
    ("one of", {"oneOf": [NOTHING, {"type": "boolean"}]}, ["null", "true"], ["0"]),
    (
        "all of",
        {"allOf": [obj(a=WHOLE), {**obj(b=TEXT), "required": ["a"]}]},
        ['{"a":1,"b":"x"}', '{"a":1}'],
        ['{"b":"x"}'],
    ),
    (
        "reference with more",
        {"$defs": {"base": obj(a=WHOLE)}, "$ref": "#/$defs/base", "required": ["a"]},
        ['{"a":1}'],
        ["{}"],
    ),
    ("date", {"format": "date"}, ['"2026-11-22"'], ['"2026-13-01"', '"26-11-22"']),
    (
        "date and time",
        {"format": "date-time"},
        ['"2026-11-22T23:59:59Z"', '"2026-11-22T01:02:03.5+02:00"'],
        ['"2026-11-22"', '"2026-11-22T24:00:00Z"'],
    ),
    ("uuid", {"format": "uuid"}, ['"00000000-0000-4000-8000-00000000abcd"'], ['"0000"']),
    (
        "annotations",
        {
            "type": "null",
            "title": "x",
            "description": "y",
            "default": 1,
            "x-own": 2,
            "format": "odd",
        },
        ["null"],
        ["1"],
    ),
]


@pytest.mark.parametrize(
    ("schema", "good", "bad"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_what_a_schema_allows(judge, schema, good, bad):
    assert judge.allowed(to_grammar(json.dumps(schema)), [*good, *bad]) == good


BOUNDS = [
    (0, 150),
    (7, 7),
    (-5, 5),
    (-20, -3),
    (99, 1001),
    (0, None),
    (None, 0),
    (-12, None),
    (95, 105),
    (1, 9),
]


@pytest.mark.parametrize(("low", "high"), BOUNDS)
@pytest.mark.parametrize("name", ["integer", "number"])
def test_numbers_within_bounds(judge, name, low, high):
    schema = {"type": name, "minimum": low, "maximum": high}
    schema = {key: value for key, value in schema.items() if value is not None}
    numbers = [*range(-30, 31), *range(90, 160), 999, 1000, 1001, 1002, -1000]
    texts = [str(number) for number in numbers]
    if name == "number":
        texts += [f"{number}.5" for number in numbers] + [f"{number}.00" for number in numbers]
    inside = [
        text
        for text in texts
        if (low is None or float(text) >= low) and (high is None or float(text) <= high)
    ]
    assert judge.allowed(to_grammar(json.dumps(schema)), texts) == inside


def test_open_bounds(judge):
    texts = ["-1", "-0.5", "0", "0.0", "0.5", "0.05", "1", "1.0", "1.5", "2", "2.0", "2.1"]
    schema = {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 2}
    inside = [text for text in texts if 0 < float(text) < 2]
    assert judge.allowed(to_grammar(json.dumps(schema)), texts) == inside
    schema = {"type": "integer", "exclusiveMinimum": 0.5, "exclusiveMaximum": 3}
    assert judge.allowed(to_grammar(json.dumps(schema)), ["0", "1", "2", "3"]) == ["1", "2"]


REFUSED = [
    ("{", "", "not JSON"),
    ("[" * 50_000, "", "nested too deeply"),
    ("x" * 70_000, "", "64 KB"),
    ("1", "", "not a schema"),
    ("false", "", "allows nothing"),
    ('{"type": "text"}', "/type", "no type"),
    ('{"type": ["string", "text"]}', "/type", "no type"),
    ('{"properties": {"a": {"pattern": "^a$"}}}', "/properties/a/pattern", "pattern"),
    ('{"items": {"not": {}}}', "/items/not", "not"),
    ('{"items": {}, "uniqueItems": true}', "/uniqueItems", "uniqueItems"),
    ('{"multipleOf": 3}', "/multipleOf", "multipleOf"),
    ('{"$ref": "#/$defs/none"}', "/$ref", "there is no"),
    ('{"$ref": "https://example.com/s.json"}', "/$ref", "itself"),
    ('{"enum": []}', "/enum", "list"),
    ('{"type": "string", "enum": [1]}', "/enum", "no value"),
    ('{"anyOf": 1}', "/anyOf", "list"),
    ('{"maxLength": 100000}', "/maxLength", "at most"),
    ('{"maxLength": -1}', "/maxLength", "count"),
    ('{"maxItems": "x", "items": {}}', "/maxItems", "count"),
    ('{"items": {}, "minItems": 2, "maxItems": 1}', "", "so many"),
    ('{"minimum": 2, "maximum": 1}', "", "between its bounds"),
    ('{"minimum": 0.5}', "", "whole numbers"),
    ('{"minimum": "x"}', "/minimum", "number"),
    ('{"minimum": 1e300}', "", "digits"),
    ('{"properties": []}', "/properties", "object"),
    ('{"required": "a"}', "/required", "names"),
    ('{"allOf": [{"type": "null"}, {"type": "string"}]}', "/allOf", "different values"),
    ('{"$ref": "#", "type": "null"}', "/$ref", ""),
    ('{"anyOf": [{"$ref": "#"}]}', "", "begins with itself"),
    ('{"$ref": "#"}', "", "begins with itself"),
    ('{"items":' * 60 + "{}" + "}" * 60, "/items" * 40, "nested too deeply"),
    ('{"enum": ' + json.dumps([f"value {i}" for i in range(5000)]) + "}", "", ""),
]


@pytest.mark.parametrize(("text", "place", "reason"), REFUSED, ids=[r[0][:30] for r in REFUSED])
def test_what_a_grammar_cannot_say_is_refused_by_name(text, place, reason):
    with pytest.raises(GrammarError) as told:
        to_grammar(text)
    error = told.value
    assert error.values["source"] == "JSON schema"
    assert error.values["place"] == place
    assert reason in error.values["reason"]


@pytest.mark.parametrize("keyword", ["allOf", "anyOf"])
def test_a_few_lines_that_refer_to_each_other_end_soon(keyword):
    """Eight references a line: twelve lines would be 70 thousand million parts."""
    lines = {
        f"a{i}": {"type": "object", keyword: [{"$ref": f"#/$defs/a{i + 1}"}] * 8} for i in range(12)
    }
    schema = {"$defs": {**lines, "a12": {"type": "object"}}, "$ref": "#/$defs/a0"}
    with pytest.raises(GrammarError, match="too many parts"):
        to_grammar(json.dumps(schema))


def test_every_grammar_it_makes_passes_the_check():
    for _, schema, *_ in CASES:
        check_grammar(to_grammar(json.dumps(schema)))
