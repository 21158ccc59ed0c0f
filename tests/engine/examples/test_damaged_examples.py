"""Files of examples damaged at random: each is read, or refused with an error of ours."""

import json
import random

import pytest

from engine.errors import DataError, StorageError
from engine.examples.privacy import masked
from engine.examples.reading import read_examples
from engine.examples.records import Columns, Table

FILES = {
    "a.jsonl": b'{"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"}]}\n'
    b'{"prompt":"\xe4\xbd\xa0","completion":"c"}\n',
    "a.json": b'[{"instruction":"x","input":"","output":"y"},'
    b'{"conversations":[{"from":"human","value":"a"},{"from":"gpt","value":"b"}]}]',
    "a.csv": b'question,answer\n"a, ""b""",c\nd,"e\nf"\n',
    "a.txt": b"User: hi\nAssistant: ho\n\nUser: x",
    "a.conll": b"EU B-ORG\nx O\n\ny O\n",
    "pasted": b"a\tb\nc\td\n",
}
PARTS = (b'"', b"\n", b"\\u", b"\xff\xfe", b"{", b"[", b"\t", b"\x00", b"'", b"\xe4\xbd")
VALUES = (None, 1.5, True, "", [], {}, "x", [None], {"role": "user"}, [[]], 10**30)


def cut(data, chance):
    """Some bytes changed, put in or taken out."""
    damaged = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(damaged) + 1)
        match chance.randrange(3):
            case 0 if damaged:
                damaged[at % len(damaged)] = chance.randrange(256)
            case 1:
                damaged[at:at] = chance.choice(PARTS)
            case _:
                del damaged[at : at + chance.randint(1, 9)]
    return bytes(damaged)


def changed(value, chance):
    """JSON with other values and fields in some places."""
    if chance.random() < 0.1:
        return chance.choice(VALUES)
    if isinstance(value, dict):
        names = ("role", "text", "label", "chosen", "prompt")
        return {
            chance.choice(names) if chance.random() < 0.1 else name: changed(inner, chance)
            for name, inner in value.items()
        }
    return [changed(inner, chance) for inner in value] if isinstance(value, list) else value


def read_with_columns(path, chance):
    found = read_examples(path)
    if isinstance(found, Table):
        assert all(len(row) == len(found.columns) for row in found.rows)
        names = found.columns
        found = read_examples(path, Columns(chance.choice(names), chance.choice([*names, ""])))
    return found


@pytest.mark.parametrize("name", FILES)
def test_damaged_files_are_read_or_refused(tmp_path, name):
    chance = random.Random(name)
    path = tmp_path / name
    outcomes = set()
    for _ in range(150):
        data = cut(FILES[name], chance)
        if name == "a.json" and chance.random() < 0.7:
            data = json.dumps(changed(json.loads(FILES[name]), chance)).encode()
        path.write_bytes(data)
        try:
            found = read_with_columns(path, chance)
        except (DataError, StorageError) as error:
            outcomes.add("refused" if error.advice else "no advice")
            continue
        for example in masked(found.examples, ("name", "secret")):
            assert example.messages[-1].role == "assistant"
            assert example.answer.strip()
        outcomes.add("read" if found.examples else "faulty")
    assert "read" in outcomes
    assert "no advice" not in outcomes
    assert outcomes & {"refused", "faulty"}
