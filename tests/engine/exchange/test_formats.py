"""What each format comes in as: branches, thinking, models, times, files, instructions."""

import json
import zipfile

import pytest
from helpers import exports
from helpers.exports import CHATGPT_ID, chatgpt_node, said, write_json_file

from engine.exchange import read_chats
from engine.store.records import Attachment


@pytest.fixture
def read(tmp_path):
    def read(value):
        reader = read_chats(write_json_file(tmp_path / "any.name", value))
        trees = list(reader)
        assert reader.skipped == []
        return trees

    return read


def shape(tree):
    return [(m.id, m.parent, m.role, m.content) for m in tree.messages]


def test_a_chatgpt_conversation_keeps_its_versions(read):
    [tree] = read([exports.chatgpt_with_branches()])
    answer = (
        "<think>\nCounting\n\nThe law gives sixteen.\n</think>\n\n"
        "```python\nprint(4 * 4)\n```\n\n```\n16\n```\n\n**16 weeks**."
    )
    assert shape(tree) == [
        ("1", None, "user", "How many weeks?"),
        ("2", "1", "assistant", answer),
        ("3", "1", "assistant", "Sixteen."),
    ]
    assert tree.leaf == "2"
    assert tree.key == f"chatgpt:{CHATGPT_ID}"
    assert tree.title == "Leave for parents"
    assert (tree.created_at, tree.updated_at) == (1700000000.5, 1700000900.25)
    assert [m.model for m in tree.messages] == ["", "gpt-5-thinking", "gpt-4o"]
    assert tree.messages[0].created_at == 1700000001
    assert tree.setup is None


def test_what_is_no_text_is_told_in_words(read):
    [tree] = read([exports.chatgpt_with_pictures()])
    assert [m.content for m in tree.messages] == [
        "[image]\n\nDraw it again\n\n[file: herd.csv]",
        "[image: a llama on a puna]",
        "And in the snow?",
    ]
    assert [m.role for m in tree.messages] == ["user", "assistant", "user"]
    assert tree.title == "[image]"


def test_a_reply_with_a_branch_inside_is_not_joined_over_it(read):
    [tree] = read(
        exports.chatgpt_conversation(
            chatgpt_node("u", None, ["a"], "user", said("Q")),
            chatgpt_node("a", "u", ["b", "c"], "assistant", said("First")),
            chatgpt_node("b", "a", [], "assistant", said("one")),
            chatgpt_node("c", "a", [], "assistant", said("other")),
            current="c",
        )
    )
    assert shape(tree) == [
        ("1", None, "user", "Q"),
        ("2", "1", "assistant", "First"),
        ("3", "2", "assistant", "one"),
        ("4", "2", "assistant", "other"),
    ]
    assert tree.leaf == "4"


def test_parents_that_are_missing_and_cycles_end_in_a_tree(read):
    [tree] = read(
        exports.chatgpt_conversation(
            chatgpt_node("late", "gone", [], "user", said("orphan")),
            chatgpt_node("x", "z", ["y"], "user", said("x")),
            chatgpt_node("y", "x", ["z"], "assistant", said("y")),
            chatgpt_node("z", "y", ["x"], "user", said("z")),
            chatgpt_node("self", "self", ["self"], "user", said("self")),
            current="nowhere",
        )
    )
    assert shape(tree) == [
        ("1", None, "user", "orphan"),
        ("2", None, "user", "self"),
        ("3", None, "user", "x"),
        ("4", "3", "assistant", "y"),
        ("5", "4", "user", "z"),
    ]


def test_the_order_of_versions_is_that_of_the_parent(read):
    [tree] = read(
        exports.chatgpt_conversation(
            chatgpt_node("b", "u", [], "assistant", said("second")),
            chatgpt_node("a", "u", [], "assistant", said("first")),
            chatgpt_node("u", None, ["a", "b"], "user", said("Q")),
            current="a",
        )
    )
    assert [m.content for m in tree.messages] == ["Q", "first", "second"]


def test_the_archive_of_chatgpt_is_read_directly(tmp_path):
    path = tmp_path / "export"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("user.json", json.dumps({"id": "user-1", "email": "a@b.c"}))
        archive.writestr("message_feedback.json", "[]")
        archive.writestr("shared_conversations.json", json.dumps([{"id": "1", "title": "t"}]))
        archive.writestr("chat.html", "<html>")
        archive.writestr("conversations.json", json.dumps([exports.chatgpt_with_branches()]))
    seen = []
    reader = read_chats(path, lambda done, total: seen.append((done, total)))
    assert [tree.title for tree in reader] == ["Leave for parents"]
    assert reader.skipped == []
    assert seen == sorted(seen)
    assert seen[-1][0] == seen[-1][1]


def test_an_open_webui_conversation_keeps_its_versions(read):
    [tree] = read([exports.open_webui_conversation()])
    thinking = "<think>\nIt is about llamas.\nSo be woolly.\n</think>\n\nLlamas hum."
    assert shape(tree) == [
        ("1", None, "user", "What do llamas do?"),
        ("2", "1", "assistant", thinking),
        ("3", "2", "user", "谢谢"),
        ("4", "1", "assistant", "They spit."),
    ]
    assert tree.leaf == "3"
    assert tree.key == "open-webui:0b9c7d4e-owui"
    assert tree.title == "🦙 Llamas"
    assert tree.pinned
    assert tree.setup.instructions == "Be brief."
    assert (tree.created_at, tree.updated_at) == (1719000000, 1719000021)
    assert tree.messages[0].attachments == (Attachment("notes.txt", "wool\nand milk"),)
    assert tree.messages[1].model == "llama3.2:3b"


def test_escaped_thinking_calls_and_code_of_open_webui(read):
    content = (
        '<details type="reasoning" done="true" duration="1">\n<summary>Thought</summary>\n'
        "&gt; is 1 &lt; 2?\n</details>\n"
        '<details type="tool_calls" done="true">\n<summary>Ran</summary>\n</details>\n'
        '<details type="code_interpreter" done="true">\n<summary>Analysed</summary>\n'
        "```python\n1 < 2\n```\n</details>\nYes."
    )
    messages = {"a": {"id": "a", "parentId": None, "role": "assistant", "content": content}}
    [tree] = read([{"chat": {"history": {"messages": messages, "currentId": "a"}}}])
    assert tree.messages[0].content == (
        "<think>\nis 1 < 2?\n</think>\n\n```python\n1 < 2\n```\n\nYes."
    )


def test_an_older_open_webui_list_of_messages(read):
    listed = [
        {"role": "user", "content": "Hi", "timestamp": 1719000000},
        {"role": "assistant", "content": "Hello", "model": "phi"},
    ]
    [tree] = read([{"title": "Old", "chat": {"messages": listed}}])
    assert shape(tree) == [("1", None, "user", "Hi"), ("2", "1", "assistant", "Hello")]
    assert tree.key.startswith("open-webui:")
    assert len(tree.key) == len("open-webui:") + 64


def test_an_lm_studio_conversation_keeps_its_versions(read):
    [tree] = read(exports.lm_studio_conversation())
    assert shape(tree) == [
        ("1", None, "user", "How warm is wool?\n\n[file: wool.pdf]"),
        ("2", "1", "assistant", "Warm."),
        ("3", "1", "assistant", "<think>\nThey want facts.\n</think>\n\nVery \n\nwarm."),
        ("4", "3", "user", "And silk?"),
    ]
    assert tree.leaf == "4"
    assert tree.title == "Wool"
    assert tree.setup.instructions == "Know all about wool."
    assert (tree.created_at, tree.updated_at) == (1719000000, 1719000200)
    assert tree.messages[2].model == "qwen/qwen3-4b"
    assert tree.messages[2].created_at == 1719000005


def test_a_folder_of_lm_studio_becomes_folders(tmp_path):
    first = exports.lm_studio_conversation()
    write_json_file(tmp_path / "1.conversation.json", first)
    write_json_file(tmp_path / "Work/Deep/2.conversation.json", {**first, "name": "Deep"})
    write_json_file(tmp_path / "Work/settings.json", {"theme": "dark"})
    (tmp_path / "Work/broken.json").write_text("{")
    (tmp_path / ".hidden").mkdir()
    write_json_file(tmp_path / ".hidden/3.conversation.json", first)
    reader = read_chats(tmp_path)
    assert [(tree.title, tree.folder) for tree in reader] == [("Wool", ""), ("Deep", "Work / Deep")]
    [skipped] = reader.skipped
    assert skipped.where.endswith("broken.json, conversation 1")
    assert skipped.reason == "it is not valid JSON, or cut off"


def test_the_same_conversation_has_the_same_key(read):
    for value in ([exports.chatgpt_with_branches()], exports.lm_studio_conversation()):
        [one], [two] = read(value), read(value)
        assert one.key == two.key
    [other] = read(
        exports.lm_studio_conversation(messages=exports.lm_studio_conversation()["messages"][:1])
    )
    assert other.key != one.key


@pytest.mark.parametrize(
    ("given", "seconds"),
    [
        (1719000000, 1719000000),
        (1719000000.25, 1719000000.25),
        (1719000000123, 1719000000.123),
        (1719000000123456789, 1719000000.1234567),
        ("1719000000", 1719000000),
        ("2024-06-21T20:00:00Z", 1719000000),
        ("2024-06-21T22:00:00+02:00", 1719000000),
        ("2024-06-21 20:00:00", 1719000000),
        *[(value, 0) for value in (None, True, -5, 10**400, "soon", "nan", [], {}, "9999-99-99")],
    ],
)
def test_times_of_every_kind(read, given, seconds):
    conversation = exports.lm_studio_conversation(createdAt=given)
    [tree] = read(conversation)
    assert tree.created_at == pytest.approx(seconds or 1719000005)
