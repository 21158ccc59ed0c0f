"""Chats written: as JSON that comes back without loss, and as Markdown for people."""

import json
import random
import zipfile

import pytest
from helpers import exports
from helpers.exports import write_json_file

from engine.assistants import AdapterUse, Setup
from engine.errors import ErrorInfo, InvalidInput, StorageError
from engine.exchange import Headings, as_markdown, read_chats, write_json, write_markdown
from engine.exchange.markdown import safe_name, shown_path
from engine.files import Stopped
from engine.messages import Receipt, Sampling, Stats
from engine.store.records import Attachment
from engine.store.store import Store
from engine.store.tree import ChatTree, TreeMessage

WORDS = ["llama", "羊驼", "🦙", "a\nb", "```", "\t", "<think>", '"', "\\", "\u2028", "e\u0301", ""]


def text(rng):
    return " ".join(rng.choices(WORDS, k=rng.randint(0, 8)))


def random_tree(rng, number):
    """A chat in which every field has some value, with as many branches as chance wants."""
    messages = []
    for i in range(rng.randint(1, 30)):
        parent = rng.choice([None, *(m.id for m in messages)])
        role = rng.choice(["user", "assistant", "system"])
        state = rng.choice(["done", "interrupted", "failed"])
        messages.append(
            TreeMessage(
                id=f"m{i}",
                parent=parent,
                role=role,
                content=text(rng),
                created_at=rng.choice([0.0, rng.random() * 2e9]),
                model=rng.choice(["", "owner/repo/模型.gguf"]),
                state=state,
                reason=rng.choice([None, "stop", "length", "context", "cancelled"]),
                stats=rng.choice([None, Stats(3, 2, 1, rng.random(), decode_s=1 / 3)]),
                error=ErrorInfo("kind", "what", "do", {"n": 5, "x": 0.1})
                if rng.random() < 0.2
                else None,
                attachments=tuple(Attachment("f.txt", text(rng)) for _ in range(rng.randint(0, 2))),
                receipt=Receipt("m.gguf", 2**40, sampling=Sampling(seed=4)) if i % 3 else None,
            )
        )
    setup = Setup("m", (AdapterUse("a", 0.3),), text(rng), Sampling(stop=("x",)), 5)
    return ChatTree(
        key=f"key{number}",
        title=text(rng),
        messages=tuple(messages),
        leaf=rng.choice(messages).id,
        created_at=rng.random() * 2e9,
        updated_at=rng.random() * 2e9,
        pinned=rng.random() < 0.5,
        folder=rng.choice(["", "Work", "Work / Deep"]),
        assistant=text(rng),
        setup=rng.choice([None, setup, Setup()]),
    )


@pytest.mark.parametrize("seed", range(10))
def test_json_comes_back_without_loss(tmp_path, seed):
    rng = random.Random(seed)
    trees = [random_tree(rng, number) for number in range(rng.randint(0, 12) + 1)]
    assert write_json(iter(trees), tmp_path / "all.json") == len(trees)
    reader = read_chats(tmp_path / "all.json")
    assert list(reader) == trees
    assert reader.skipped == []


@pytest.mark.parametrize("seed", range(3))
def test_a_store_gives_back_what_it_took(tmp_path, seed):
    rng = random.Random(seed)
    trees = [random_tree(rng, number) for number in range(10)]
    with Store(tmp_path / "puna.db") as store:
        taken = [store.call(lambda chats, t=tree: chats.take(t)).result() for tree in trees]
        out = [store.call(lambda chats, i=chat.id: chats.tree(i)).result() for chat in taken]
    write_json(out, tmp_path / "all.json")
    assert list(read_chats(tmp_path / "all.json")) == out
    for before, after in zip(trees, out, strict=True):
        assert [m.content for m in before.messages] == [m.content for m in after.messages]
        ids = {m.id: n.id for m, n in zip(before.messages, after.messages, strict=True)}
        assert [m.parent and ids[m.parent] for m in before.messages] == [
            m.parent for m in after.messages
        ]
        assert after.leaf == ids[before.leaf]
        assert (before.setup, before.folder, before.key) == (after.setup, after.folder, after.key)


def test_a_file_of_another_layout_is_read_too(tmp_path):
    tree = random_tree(random.Random(1), 1)
    write_json([tree], tmp_path / "a")
    value = json.loads((tmp_path / "a").read_bytes())
    other = {"chats": value["chats"], "version": 1, "format": "puna-chats", "more": [1]}
    assert list(read_chats(write_json_file(tmp_path / "b", other))) == [tree]
    newer = (tmp_path / "a").read_bytes().replace(b'"version":1', b'"version":2')
    (tmp_path / "a").write_bytes(newer)
    with pytest.raises(InvalidInput, match="newer Puna"):
        list(read_chats(tmp_path / "a"))


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"messages": []}, "it has no messages"),
        ({"key": " "}, "its key is empty or too long"),
        ({"title": 5}, "Expected `str`, got `int` - at `$.title`"),
        ({"messages": [{"id": "1", "parent": None, "role": "tool", "content": ""}]}, "role"),
        ({"messages": [{"id": "1", "parent": None, "role": "user", "content": ""}] * 2}, "same id"),
    ],
)
def test_a_broken_chat_of_our_own_is_skipped_with_its_reason(tmp_path, changed, reason):
    sound = random_tree(random.Random(2), 1)
    write_json([sound, sound], tmp_path / "a")
    value = json.loads((tmp_path / "a").read_bytes())
    value["chats"][0].update(changed)
    reader = read_chats(write_json_file(tmp_path / "b", value))
    assert list(reader) == [sound]
    assert reason in reader.skipped[0].reason


def test_order_state_and_sampling_of_our_own_are_mended(tmp_path):
    messages = [
        {"id": "b", "parent": "a", "role": "assistant", "content": "2", "state": "streaming"},
        {"id": "a", "parent": "gone", "role": "user", "content": "1"},
    ]
    chat = {
        "key": "k",
        "title": "t",
        "messages": messages,
        "leaf": "zz",
        "created_at": -4,
        "setup": {"instructions": "Hi", "sampling": {"temperature": -1}},
    }
    value = {"format": "puna-chats", "version": 1, "chats": [chat]}
    [tree] = read_chats(write_json_file(tmp_path / "b", value))
    assert [(m.id, m.parent, m.state) for m in tree.messages] == [
        ("a", None, "done"),
        ("b", "a", "interrupted"),
    ]
    assert (tree.leaf, tree.created_at, tree.setup) == ("b", 0.0, Setup(instructions="Hi"))


def test_markdown_is_the_shown_path(tmp_path):
    [tree] = read_chats(write_json_file(tmp_path / "a", [exports.open_webui_conversation()]))
    assert as_markdown(tree) == (
        "# 🦙 Llamas\n\n*2024-06-21*\n\n## You\n\nWhat do llamas do?\n\nnotes.txt:\n"
        "```\nwool\nand milk\n```\n\n## Assistant (llama3.2:3b)\n\nLlamas hum.\n\n## You\n\n谢谢\n"
    )
    chinese = as_markdown(tree, Headings("你", "助手", "说明"))
    assert "## 助手 (llama3.2:3b)" in chinese


def test_folders_of_a_model_are_not_written():
    for path in ("/home/someone/models/m.gguf", "C:\\Users\\someone\\m.gguf"):
        message = TreeMessage("1", None, "assistant", "Hi", model=path)
        assert "someone" not in as_markdown(ChatTree("k", "t", (message,)))


def test_one_chat_is_a_file_and_several_an_archive(tmp_path):
    rng = random.Random(4)
    trees = [random_tree(rng, n) for n in range(2)]
    assert write_markdown(trees[:1], tmp_path / "one.md") == 1
    assert (tmp_path / "one.md").read_bytes().decode() == as_markdown(trees[0])
    for target, chats in (("x.md", trees), ("x.md", []), ("x.txt", trees[:1]), ("x", trees[:1])):
        with pytest.raises(InvalidInput):
            write_markdown(chats, tmp_path / target)
        assert not (tmp_path / target).exists()


def test_names_in_an_archive_are_good_on_windows(tmp_path):
    titles = ["a/b:c?", "A b c", "CON", "nul.txt", "...", "", "x" * 400, "羊" * 200, "..\\..\\up"]
    trees = [
        ChatTree("k", title, (TreeMessage("1", None, "user", "Hi"),), folder="../Work.")
        for title in titles
    ]
    assert write_markdown(trees, tmp_path / "all.zip") == len(titles)
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        names = archive.namelist()
        assert all(archive.read(name).startswith(b"# ") for name in names)
    assert names[:4] == ["Work/a b c.md", "Work/A b c (2).md", "Work/_CON.md", "Work/_nul.txt.md"]
    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        folder, _, file = name.partition("/")
        assert folder == "Work"
        assert len(file.encode()) < 200
        assert not set(file) & set('<>:"/\\|?*')
        assert file[:-3].strip(". ") == file[:-3]


def test_a_name_is_never_empty():
    for odd in ("", " . ", "\u202e", "\ud800", "\x00\x1f", "COM1", "com¹.txt", "aux "):
        name = safe_name(odd)
        assert name
        assert name.casefold() not in ("com1", "aux", "com¹.txt")


def test_giving_up_leaves_the_old_file(tmp_path):
    target = tmp_path / "all.json"
    target.write_bytes(b"old")

    def trees():
        yield random_tree(random.Random(3), 1)
        raise Stopped

    for write in (write_json, lambda chats, _: write_markdown(chats, tmp_path / "all.zip")):
        with pytest.raises(Stopped):
            write(trees(), target)
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["all.json"]


def test_a_folder_that_is_a_file_is_told(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StorageError):
        write_json([], tmp_path / "file" / "all.json")


def test_a_leaf_that_is_not_there_shows_the_last_path():
    messages = (TreeMessage("1", None, "user", "a"), TreeMessage("2", "1", "assistant", "b"))
    assert shown_path(ChatTree("k", "t", messages, leaf="9")) == list(messages)
    assert shown_path(ChatTree("k", "t", ())) == []
