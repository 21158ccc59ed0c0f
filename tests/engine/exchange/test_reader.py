"""Reading files of chats: what is skipped and told, and that nothing else is ever raised."""

import errno
import json
import os
import random
import zipfile

import pytest
from helpers import exports
from helpers.exports import chatgpt_node, said, write_json_file

from engine.errors import InvalidInput, PunaError, StorageError
from engine.exchange import ChatReader, read_chats, sources
from engine.exchange.split import pieces
from engine.files import Stopped
from engine.store.records import LeftOut
from engine.store.store import Store
from engine.store.tree import ChatTree

BROKEN_JSON = "it is not valid JSON, or cut off"


@pytest.fixture
def read(tmp_path):
    def read(data):
        path = tmp_path / "file"
        path.write_bytes(data)
        reader = read_chats(path)
        return list(reader), [(skipped.where, skipped.reason) for skipped in reader.skipped]

    return read


def array(*values):
    """A JSON array of values that are JSON already (bytes) or still to be encoded."""
    texts = [v if isinstance(v, bytes) else json.dumps(v).encode() for v in values]
    return b"[" + b", ".join(texts) + b"]"


GOOD = exports.chatgpt_with_branches()


def with_text(text):
    """A conversation as JSON text, in which `text` stands as it is."""
    node = chatgpt_node("u", None, [], "user", said("PLACE"))
    whole = json.dumps(exports.chatgpt_conversation(node, current="u", conversation_id="t"))
    return whole.encode().replace(b"PLACE", text)


def test_a_broken_conversation_breaks_no_other(read):
    trees, skipped = read(
        array(GOOD, b'{"mapping": {"a": 1,}}', 7, {"mapping": {}}, with_text(b"fine"))
    )
    assert [tree.title for tree in trees] == ["Leave for parents", "Leave for parents"]
    assert skipped == [
        ("conversation 2", BROKEN_JSON),
        ("conversation 4", "it has no messages"),
        ("conversation 3", "it is not a conversation"),
    ]


def test_a_file_that_is_cut_gives_what_is_whole(read):
    data = array(GOOD, GOOD)
    trees, skipped = read(data[: len(data) - 40])
    assert len(trees) == 1
    assert skipped == [("conversation 2", BROKEN_JSON)]


@pytest.mark.parametrize(
    ("raw", "content"),
    [
        (rb"\ud83d\ude00 \ud83d end", "😀 � end"),
        (rb"nul \u0000", "nul �"),
        (b"bytes \xff\xfe", "bytes ��"),
        ("emoji 😀".encode(), "emoji 😀"),
        (rb"quote \" and [brackets]}{", 'quote " and [brackets]}{'),
        (rb"ends in a backslash \\", "ends in a backslash \\"),
    ],
)
def test_odd_text_is_kept_as_far_as_it_can_be(read, raw, content):
    trees, skipped = read(array(with_text(raw), GOOD))
    assert skipped == []
    assert trees[0].messages[0].content == content


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_other_encodings(read, encoding):
    text = json.dumps([exports.open_webui_conversation()], ensure_ascii=False)
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
    trees, _ = read(mark + text.encode(encoding))
    assert trees[0].title == "🦙 Llamas"


def test_nesting_and_numbers_without_end(read):
    deep = b'{"mapping": ' + b"[" * 200_000 + b"]" * 200_000 + b"}"
    numbers = with_text(b"n").replace(b"1700000000.5", b"1e999").replace(b"1.0", b"NaN")
    trees, skipped = read(array(deep, numbers, b'{"mapping": ' + b"9" * 5000 + b"}"))
    assert [tree.created_at for tree in trees] == [1700000000.123]
    assert [reason for _, reason in skipped] == ["it is nested too deeply", BROKEN_JSON]


@pytest.mark.parametrize(
    "data",
    [b"", b"  ", b"[]", b"{}", b"null", b"[1, 2]", b"hello", b'"', b"[" * 200_000, b'{"a": "'],
)
def test_what_holds_no_chats_is_told(read, data):
    with pytest.raises(InvalidInput, match=r"^file: file: ") as caught:
        read(data)
    assert "ChatGPT" in caught.value.advice


def test_files_that_are_not_there_or_no_files(tmp_path):
    with pytest.raises(StorageError):
        list(read_chats(tmp_path / "gone"))
    with pytest.raises(InvalidInput, match="no chats in it"):
        list(read_chats(tmp_path))


def test_archives_that_are_damaged(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("conversations.json", json.dumps([GOOD] * 20))
    sound = path.read_bytes()
    rng = random.Random(5)
    for _ in range(300):
        data = bytearray(sound[: rng.choice([len(sound), rng.randrange(4, len(sound))])])
        for _ in range(rng.randint(0, 5)):
            data[rng.randrange(4, len(data))] = rng.randrange(256)
        path.write_bytes(data)
        with_puna_errors_only(read_chats(path))


def with_puna_errors_only(reader: ChatReader) -> list[ChatTree]:
    trees = []
    try:
        trees.extend(reader)
    except PunaError as error:
        error.info().message.encode()
    assert all(isinstance(skipped.reason, str) for skipped in reader.skipped)
    return trees


def test_reading_stops_between_two_chats(tmp_path):
    path = write_json_file(tmp_path / "x", [GOOD, exports.chatgpt_with_pictures()])
    taken = []
    with pytest.raises(Stopped):
        taken.extend(read_chats(path, cancelled=lambda: len(taken) == 1))
    reader = iter(read_chats(path, cancelled=lambda: bool(taken)))
    taken.clear()
    taken.append(next(reader))
    with pytest.raises(Stopped):
        next(reader)


def test_progress_goes_to_the_end(tmp_path):
    write_json_file(tmp_path / "in/1.json", exports.lm_studio_conversation())
    write_json_file(tmp_path / "in/2.json", [GOOD, GOOD])
    seen = []
    list(read_chats(tmp_path / "in", lambda done, total: seen.append((done, total))))
    size = sum(path.stat().st_size for path in (tmp_path / "in").iterdir())
    assert seen == sorted(seen)
    assert seen[-1] == (size, size)


def test_pieces_end_where_they_end():
    data = b' [ {"a": "]}\\"["} ,[1,[2]], 3 ,"x"] tail'
    assert [bytes(piece).strip(b" ,") for piece, _ in pieces(data)] == [
        b'{"a": "]}\\"["}',
        b"[1,[2]]",
        b'[3 ,"x"]',
    ]


STRANGE = [
    *(None, True, 0, -1, 10**30, 1e308, "", " ", "x" * 500, [], {}, [[]], [{}], {"a": {}}),
    *("\ud800", "\0", "2024-01-01", "user", "a", ["a", "b"], {"parts": 5}, [None, 3, "x"]),
]


OWN = {
    "key": "own",
    "title": "Ours",
    "leaf": "2",
    "created_at": 1.5,
    "folder": "Work",
    "setup": {"instructions": "Hi", "sampling": {"temperature": 0.5, "stop": ["x"]}},
    "messages": [
        {"id": "1", "parent": None, "role": "user", "content": "Q", "attachments": []},
        {"id": "2", "parent": "1", "role": "assistant", "content": "A", "stats": {"load_s": 0.5}},
        {"id": "3", "parent": "1", "role": "assistant", "content": "B", "receipt": {"n_ctx": 4}},
    ],
}


def mutated(value, rng):
    """A copy of a JSON value in which one place, anywhere, is something else."""
    if rng.random() < 0.12 or not isinstance(value, dict | list) or not value:
        return rng.choice(STRANGE)
    if isinstance(value, dict):
        key = rng.choice(list(value))
        changed = {**value, key: mutated(value[key], rng)}
        if rng.random() < 0.1:
            changed[str(rng.choice(STRANGE))] = changed.pop(key)
        return changed
    at = rng.randrange(len(value))
    changed = [*value[:at], mutated(value[at], rng), *value[at + 1 :]]
    return changed * 2 if rng.random() < 0.05 else changed


@pytest.mark.parametrize("seed", range(8))
def test_hostile_conversations_end_in_a_sound_tree_or_a_reason(tmp_path, seed):
    rng = random.Random(seed)
    kinds = [
        GOOD,
        exports.chatgpt_with_pictures(),
        exports.open_webui_conversation(),
        exports.lm_studio_conversation(),
        OWN,
    ]
    trees: list[ChatTree] = []
    for number in range(40):
        several = []
        for _ in range(5):
            value = rng.choice(kinds)
            for _ in range(rng.randint(1, 6)):
                value = mutated(value, rng)
            several.append(value)
        text = json.dumps(several, ensure_ascii=number % 2 == 0)
        path = tmp_path / "file"
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        trees += with_puna_errors_only(read_chats(path))
    assert len(trees) > 20
    for tree in trees:
        require_sound(tree)
    with Store(tmp_path / "puna.db") as store:  # and the store takes every one of them
        for tree in trees:
            store.call(lambda chats, t=tree: chats.take(t)).result()


@pytest.mark.parametrize("seed", range(4))
def test_hostile_bytes_raise_nothing_else(tmp_path, seed):
    rng = random.Random(seed)
    kinds = [GOOD, exports.open_webui_conversation(), exports.lm_studio_conversation()]
    path = tmp_path / "file"
    for _ in range(150):
        data = bytearray(json.dumps([rng.choice(kinds) for _ in range(2)]).encode())
        for _ in range(rng.randint(1, 30)):
            at = rng.randrange(len(data))
            change = rng.random()
            if change < 0.4:
                data[at] = rng.choice(b'"\\{}[],:0e-\xff\xc3\0 u')
            elif change < 0.7:
                del data[at : at + rng.randint(1, 50)]
            else:
                data[at:at] = rng.choice([b"\\ud800", b"[[[", b"NaN", b"1e999", b'"', b"}"])
        path.write_bytes(data)
        for tree in with_puna_errors_only(read_chats(path)):
            require_sound(tree)


def test_a_cut_that_cannot_be_is_dropped(tmp_path):
    messages = [
        {"id": "1", "parent": None, "role": "user", "content": "Hi"},
        {"id": "2", "parent": "1", "role": "assistant", "content": "a", "cut": {"count": -3}},
        {"id": "3", "parent": "1", "role": "assistant", "content": "b", "cut": {"count": 2}},
    ]
    [tree] = read_chats(
        write_json_file(tmp_path / "c.json", {"key": "k", "title": "", "messages": messages})
    )
    assert [message.cut for message in tree.messages] == [None, None, LeftOut(2)]


def require_sound(tree):
    """What the store and the window rely on."""
    seen = set()
    for message in tree.messages:
        assert message.parent is None or message.parent in seen
        assert message.id not in seen
        seen.add(message.id)
        message.content.encode()
        assert "\0" not in message.content
        assert 0 <= message.created_at < 1e11
    assert tree.leaf in seen
    assert tree.key.strip()
    assert 0 <= tree.created_at < 1e11
    json.dumps([tree.title, tree.key]).encode()


def test_many_parts_and_folds_take_no_longer_than_their_size(tmp_path):
    count = 20_000  # what takes the square of it would not end in time
    parts = [
        chatgpt_node(str(i), str(i - 1) if i else None, [], "assistant", said("x" * 1000))
        for i in range(count)
    ]
    folds = {"id": "a", "role": "assistant", "content": '<details type="a">' * 200_000}
    several = [
        exports.chatgpt_conversation(*parts, current=str(count - 1)),
        {"chat": {"history": {"messages": {"a": folds}, "currentId": "a"}}},
    ]
    joined, folded = read_chats(write_json_file(tmp_path / "long", several))
    assert len(joined.messages) == len(folded.messages) == 1
    assert len(joined.messages[0].content) == count * 1002 - 2


@pytest.mark.parametrize("packed", [False, True])
def test_a_text_larger_than_the_limit_is_refused(tmp_path, monkeypatch, packed):
    monkeypatch.setattr(sources, "MAX_FILE", 1 << 20)
    path = tmp_path / "file"
    data = b"[" + b" " * (1 << 20) + b"]"
    path.write_bytes(data)
    if packed:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("conversations.json", data)
    with pytest.raises(InvalidInput, match="more than 1 MiB"):
        list(read_chats(path))


def test_a_chat_thousands_of_messages_deep(tmp_path):
    count = 30_000
    nodes = [
        chatgpt_node(str(i), str(i - 1) if i else None, [], ("user", "assistant")[i % 2], said("x"))
        for i in range(count)
    ]
    path = write_json_file(
        tmp_path / "deep", exports.chatgpt_conversation(*reversed(nodes), current=str(count - 1))
    )
    [tree] = read_chats(path)
    assert len(tree.messages) == count
    assert tree.leaf == str(count)


def test_what_unpacks_to_a_thousand_times_its_size_is_left_out(tmp_path):
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("conversations.json", json.dumps([GOOD]))
        archive.writestr("more.json", b"[" + b" " * 20_000_000 + b"]")
    reader = read_chats(path)
    assert len(list(reader)) == 1
    [left_out] = reader.skipped
    assert left_out.where == "more.json"
    assert "packed" in left_out.reason


def test_files_without_chats_can_be_stopped_too(tmp_path):
    for number in range(5):
        (tmp_path / f"{number}.json").write_text("[]")
    asked = []
    with pytest.raises(Stopped):
        list(read_chats(tmp_path, cancelled=lambda: asked.append(1) or len(asked) > 2))
    assert len(asked) == 3


def test_a_folder_that_cannot_be_read_is_told(tmp_path, monkeypatch):
    write_json_file(tmp_path / "a.json", [GOOD])
    (tmp_path / "closed").mkdir()
    scan = os.scandir

    def closed(path):
        if str(path).endswith("closed"):
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", closed)
    reader = read_chats(tmp_path)
    assert len(list(reader)) == 1
    assert [(one.where, one.reason) for one in reader.skipped] == [("closed", "Permission denied")]
