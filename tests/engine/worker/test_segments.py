"""Tokens shared out among the pieces of a prompt."""

from engine.messages import ChatMessage, ChatRequest, ModelSpec, Segment
from engine.prompt import Contents, Piece, fold_system, plain_transcript, with_summary
from engine.worker.segments import segments


def request(*messages, **fields):
    return ChatRequest(ModelSpec("m.gguf"), messages, **fields)


def cut(text, sizes):
    """`text` as tokens of so many bytes; a token is its place in the list that spells them."""
    spelled, start = [], 0
    for size in sizes:
        spelled.append(text.encode()[start : start + size])
        start += size
    return spelled


def test_every_token_is_counted_once_where_its_middle_is():
    pieces = [Piece("ab", True), Piece("cdé", False, "message", 0), Piece("f", True)]
    spelled = cut("abcdéf", [1, 3, 1, 2])  # two of them span two pieces
    found = segments(request(ChatMessage("user", "cdé")), pieces, range(4), spelled.__getitem__)
    assert found == (
        Segment("template", -1, 1),
        Segment("message", 0, 2),
        Segment("template", -1, 1),
    )


def test_the_text_is_the_prompt_as_it_is_read():
    pieces = [Piece("ab", True), Piece("c", False, "history", 0), Piece("d", False, "history", 0)]
    spelled = [b"<s>", *cut("abcd", [2, 2])]
    asked = request(ChatMessage("user", "cd"))
    found = segments(asked, pieces, range(3), spelled.__getitem__, added=1, text=True)
    assert "".join(s.text for s in found) == "<s>abcd"
    assert [s.tokens for s in found] == [2, 1]  # neighbours of one kind are one segment


def test_a_space_that_the_vocabulary_adds_moves_no_border():
    pieces = [Piece("[I]", True), Piece("ab cd", False, "message", 0), Piece("[/I]", True)]
    spelled = [b" [I]", b" ab", b" cd", b"[/I]"]
    found = segments(request(ChatMessage("user", "ab cd")), pieces, range(4), spelled.__getitem__)
    assert [s.tokens for s in found] == [1, 2, 1]


def test_bytes_that_fit_nowhere_still_add_up():
    pieces = [Piece("ab", True), Piece("cd", False, "message", 0)]
    found = segments(request(ChatMessage("user", "cd")), pieces, range(5), lambda _: b"long one")
    assert sum(s.tokens for s in found) == 5


def kinds(pieces):
    return [(p.kind, p.message) for p in pieces if p.kind != "template"]


def test_pieces_know_what_they_are():
    document = ChatMessage("user", "read a.txt", parts=(("message", 5), ("document", 5)))
    messages = [
        ChatMessage("system", "S"),
        document,
        ChatMessage("assistant", "A"),
        document,
    ]
    expected = [
        ("system", 0),
        ("history", 1),
        ("document", 1),
        ("history", 2),
        ("message", 3),
        ("document", 3),
    ]
    assert kinds(plain_transcript(messages)) == expected
    contents = Contents(messages)
    rendered = "|".join(m["content"] for m in contents.as_messages())
    assert kinds(contents.fill(rendered)) == expected


def test_a_document_is_trimmed_with_its_message():
    message = ChatMessage("user", "  a doc \n", parts=(("message", 4), ("document", 5)))
    contents = Contents([message])
    pieces = contents.fill(contents.as_messages()[0]["content"].strip())
    assert [(p.kind, p.text) for p in pieces] == [("message", "a "), ("document", "doc")]


def test_a_summary_stands_where_the_system_message_ends():
    user = ChatMessage("user", "U")
    with_system = with_summary([ChatMessage("system", "S"), user], "They met.")
    assert kinds(plain_transcript(with_system)) == [
        ("system", 0),
        ("summary", 0),
        ("message", 1),
    ]
    alone = with_summary([user], "They met.")
    assert kinds(plain_transcript(alone)) == [("summary", 0), ("message", 1)]
    pieces = plain_transcript(alone)
    found = segments(request(user, summary="They met."), pieces, [], bytes)
    messages = {s.kind: s.message for s in found}
    assert messages == {"summary": -1, "template": -1, "message": 0}
    assert with_summary([user], "") == [user]


def test_a_folded_system_message_is_still_told_apart():
    document = ChatMessage("user", "U doc", parts=(("message", 2), ("document", 3)))
    folded = fold_system(with_summary([ChatMessage("system", "S"), document], "They met."))
    pieces = plain_transcript(folded)
    assert [p.kind for p in pieces if p.kind != "template"] == [
        "system",
        "summary",
        "system",
        "message",
        "document",
    ]
    assert "".join(p.text for p in pieces) == f"User: {folded[0].content}\nAssistant:"


def test_lengths_that_cannot_be_lose_no_text():
    for parts in ((("document", 99),), (("document", -3), ("message", 1))):
        message = ChatMessage("user", "hello", parts=parts)
        assert "".join(p.text for p in plain_transcript([message])) == "User: hello\nAssistant:"
