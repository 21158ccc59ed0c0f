"""The draft of a chat that was not begun: kept, replaced, and never a chat in any list."""


def test_it_is_kept_and_replaced(chats):
    assert chats.new_draft.text() == ""
    for text in ("half", "half a thought", "", "另一个\ud800"):
        chats.new_draft.keep(text)
        assert chats.new_draft.text() == text.replace("\ud800", "\ufffd")


def test_it_is_in_no_list(chats):
    chats.new_draft.keep("half a thought")
    assert chats.list() == []
    assert chats.trashed() == []
    assert chats.search.find("thought").hits == ()


def test_an_empty_one_leaves_no_row(chats):
    chats.new_draft.keep("")
    assert chats.create().id == 1
