from __future__ import annotations

import random

import pytest

from engine.messages import Stats
from engine.store.chats import Chats
from engine.store.digest import DIGEST, message_digest
from engine.store.records import Attachment, path_to
from engine.store.rows import MESSAGE


def test_a_digest_tells_all_parts_apart():
    said = [
        (None, b"user", b"ab", b"c"),
        (0, b"user", b"ab", b"c"),
        (1, b"user", b"ab", b"c"),
        (1, b"use", b"rab", b"c"),
        (1, b"user", b"a", b"bc"),
        (1, b"user", b"ab", b""),
        (1, b"user", b"", b"abc"),
    ]
    digests = {message_digest(*parts) for parts in said}
    assert len(digests) == len(said)
    assert {len(digest) for digest in digests} == {16}


def test_sql_and_python_agree(chats, connection):
    chat = chats.create("t")
    first = chats.add(chat.id, None, "user", "中文 🦙", attachments=(Attachment("a", "b"),))
    reply = chats.add(chat.id, first.id, "assistant", "", state="streaming")
    chats.set_content(reply.id, "Half")
    chats.finish(reply.id, "Whole", "stop", Stats())
    assert connection.rows(f"SELECT count(*) FROM message WHERE digest IS NOT {DIGEST}") == [(0,)]
    assert not any(m.damaged for m in chats.messages(chat.id).values())


@pytest.mark.parametrize(
    "damage",
    [
        "content = 'another text'",
        "content = CAST(x'ff4869' AS TEXT)",
        "role = 'assistant'",
        'attachments = \'[{"name":"a","text":"c"}]\'',
        "attachments = CAST(x'ff' AS TEXT)",
        "parent = NULL",
        "digest = NULL",
        "digest = x'00'",
    ],
)
def test_what_changed_on_disk_is_said(chats, connection, damage):
    chat = chats.create("t")
    first = chats.add(chat.id, None, "user", "One")
    second = chats.add(chat.id, first.id, "user", "Two", attachments=(Attachment("a", "b"),))
    connection.change(f"UPDATE message SET {damage} WHERE id = ?", second.id)
    messages = chats.messages(chat.id)
    assert [m.damaged for m in messages.values()] == [False, True]
    assert messages[first.id].content == "One"


def test_damaged_numbers_never_lead_in_a_circle(chats, connection):
    chat = chats.create("t")
    first = chats.add(chat.id, None, "user", "One")
    second = chats.add(chat.id, first.id, "user", "Two")
    connection.rows("PRAGMA foreign_keys = OFF")
    connection.change("UPDATE message SET parent = ? WHERE id = ?", second.id, first.id)
    messages = chats.messages(chat.id)
    assert [m.content for m in path_to(messages, second.id)] == ["One", "Two"]
    connection.change("UPDATE message SET parent = -5 WHERE id = ?", second.id)
    messages = chats.messages(chat.id)
    assert [m.content for m in path_to(messages, second.id)] == ["Two"]
    assert path_to(messages, 999) == []
    connection.change("UPDATE chat SET leaf = 999")
    assert chats.tree(chat.id).leaf is None


def test_one_bit_anywhere_hides_no_other_message(path, connection, chats):
    """Bits flipped in rows as SQLite hands them out: texts that are no UTF-8, names unknown."""
    rng = random.Random(3)
    chat = chats.create("title", assistant="someone")
    leaf = None
    for number in range(20):
        leaf = chats.add(chat.id, leaf, "user", f"message {number} 中文", model="m").id
    connection.rows("PRAGMA ignore_check_constraints = ON")
    columns = ("role", "content", "state", "model", "attachments")
    for message_id in chats.messages(chat.id):
        column = rng.choice(columns)
        [(data,)] = connection.rows(
            f"SELECT CAST({column} AS BLOB) FROM message WHERE id = ?", message_id
        )
        damaged = bytearray(data)
        damaged[rng.randrange(len(damaged))] ^= 0x80
        connection.change(
            f"UPDATE message SET {column} = CAST(? AS TEXT) WHERE id = ?",
            bytes(damaged),
            message_id,
        )
    connection.change("UPDATE chat SET title = CAST(x'ff41' AS TEXT), draft = CAST(x'80' AS TEXT)")
    [found] = chats.list()
    assert (found.title, found.draft) == ("\ufffdA", "\ufffd")
    messages = chats.messages(chat.id)
    assert len(messages) == 20
    for message in messages.values():
        assert message.role in ("user", "assistant", "system")
        assert message.state in ("streaming", "done", "interrupted", "failed")
    while chats.search.index():
        pass
    assert chats.search.find("message").hits
    assert Chats(connection).tree(chat.id).messages
    assert MESSAGE.startswith("SELECT id, chat, parent")
