"""Plain text and sentences with tags to examples."""

from pathlib import Path

from engine.examples.conll import INSTRUCTION, entities, joined
from engine.examples.plain import PIECE
from engine.examples.reading import read_text


def said(data):
    return [[message.content for message in example.messages] for example in data.examples]


def test_paragraphs_are_joined_to_pieces():
    paragraphs = [f"Paragraph {i}. " + "word " * 100 for i in range(10)]
    data = read_text("\n\n".join(paragraphs), Path("book.txt"))
    assert data.format == "text"
    assert all(example.is_text for example in data.examples)
    lengths = [len(example.answer) for example in data.examples]
    assert 2 <= len(lengths) < 10
    assert max(lengths) <= PIECE + 2
    text = "\n\n".join(example.answer for example in data.examples)
    assert text == "\n\n".join(part.strip() for part in paragraphs)
    assert [example.row for example in data.examples][:2] == [1, 7]


def test_a_long_paragraph_is_cut_where_a_sentence_ends():
    text = "这是一句话。" * 1000
    data = read_text(text, Path("book.txt"))
    assert all(example.answer.endswith("。") for example in data.examples)
    assert "".join(example.answer for example in data.examples) == text


def test_a_text_of_turns_is_a_conversation():
    text = (
        "User: Hello\nAssistant: Hi.\nHow are you?\n\nUser: 你好\n\nAssistant: 您好\n"
        "User: And?\nAssistant: So.\n\nUser: Lost"
    )
    data = read_text(text, Path("talk.txt"))
    assert said(data) == [
        ["Hello", "Hi.\nHow are you?"],
        ["你好", "您好", "And?", "So."],
    ]
    assert [(found.row, found.error.kind) for found in data.faults] == [(11, "row_no_answer")]
    assert said(read_text("问：几点？\n答：三点。", Path("a.txt"))) == [["几点？", "三点。"]]


CONLL = """-DOCSTART- -X- O O

EU NNP B-NP B-ORG
rejects VBZ B-VP O
German JJ B-NP B-MISC
call NN I-NP O
. . O O

Peter NNP B-NP B-PER
Blackburn NNP I-NP I-PER
"""


def test_sentences_with_tags_list_their_entities():
    for name in ("train.conll", "train.txt", "pasted"):
        data = read_text(CONLL, Path(name))
        assert data.format == "conll"
        assert said(data) == [
            [INSTRUCTION, "EU rejects German call.", "ORG: EU\nMISC: German"],
            [INSTRUCTION, "Peter Blackburn", "PER: Peter Blackburn"],
        ]
        assert [example.row for example in data.examples] == [3, 9]


def test_a_sentence_without_entities_says_so():
    assert said(read_text("It O\nrains O\n\nIn O\nRome B-LOC", Path("a.bio")))[0][2] == "None"


def test_schemes_of_tags():
    words = ["a", "b", "c", "d"]
    for tags, expected in [
        (["B-X", "I-X", "O", "B-Y"], [("X", "a b"), ("Y", "d")]),
        (["B-X", "B-X", "I-X", "O"], [("X", "a"), ("X", "b c")]),
        (["I-X", "I-X", "O", "I-Y"], [("X", "a b"), ("Y", "d")]),
        (["B-X", "E-X", "S-Y", "S-Y"], [("X", "a b"), ("Y", "c"), ("Y", "d")]),
        (["O", "O", "O", "O"], []),
    ]:
        assert entities(list(zip(words, tags, strict=True))) == expected


def test_tokens_become_the_text_they_were():
    assert joined(["He", "did", "n't", "say", "(", "no", ")", ",", "twice", "."]) == (
        "He didn't say (no), twice."
    )
    assert joined(["我", "在", "北", "京", "。"]) == "我在北京。"
