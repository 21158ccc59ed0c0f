from __future__ import annotations

import pytest

from engine.assistants import Snippet
from engine.errors import InvalidInput


def test_snippets_are_saved_changed_and_removed(chats):
    mail = chats.snippets.save(Snippet("mail", "Write a mail:\n邮件\0"))
    assert mail == Snippet("mail", "Write a mail:\n邮件\ufffd", mail.id)
    again = chats.snippets.save(Snippet("Again", ""))
    assert chats.snippets.list() == [again, mail]
    changed = chats.snippets.save(Snippet("letter", "Write", mail.id))
    assert chats.snippets.get(mail.id) == changed == Snippet("letter", "Write", mail.id)
    chats.snippets.remove(mail.id)
    assert chats.snippets.list() == [again]


def test_a_name_is_needed_and_given_once(chats):
    one, two = (chats.snippets.save(Snippet(name, "text")) for name in ("one", "two"))
    for wrong in (Snippet("", "x"), Snippet("one", "x"), Snippet("one", "x", two.id)):
        with pytest.raises(InvalidInput, match="snippet"):
            chats.snippets.save(wrong)
    assert chats.snippets.list() == [one, two]


@pytest.mark.parametrize(
    "use",
    [
        lambda part: part.get(9),
        lambda part: part.remove(9),
        lambda part: part.save(Snippet("x", "", 9)),
    ],
)
def test_a_snippet_that_is_not_there_is_said(chats, use):
    with pytest.raises(InvalidInput, match="none with the number"):
        use(chats.snippets)
