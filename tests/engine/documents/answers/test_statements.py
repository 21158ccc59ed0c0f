"""An answer is cut into what it states."""

from engine.documents.answers.statements import statements


def said(answer):
    return [answer[one.start : one.end] for one in statements(answer)]


def test_sentences_with_their_end_marks_and_quotes():
    answer = 'He paid. "She did not!" Who? Dr. Berg left at 3.5 km.'
    assert said(answer) == ["He paid.", '"She did not!"', "Who?", "Dr. Berg left at 3.5 km."]
    assert said("他付了钱。她没有！谁？") == ["他付了钱。", "她没有！", "谁？"]


def test_marks_belong_to_the_statement_before_them():
    answer = "One fee is due [1]. Two are not. [2][3] Three are 【4】。"
    found = statements(answer)
    assert [one.marks for one in found] == [(1,), (2, 3), (4,)]
    assert said(answer) == ["One fee is due [1].", "Two are not. [2][3]", "Three are 【4】。"]


def test_markdown_lists_headings_and_quotes():
    answer = "# Fees\n\n1. **Adults** pay 5 euros.\n- [ ] Children: free\n> Dogs stay out."
    found = statements(answer)
    assert [one.form for one in found] == ["heading", "sentence", "sentence", "sentence"]
    assert said(answer) == ["Fees", "**Adults** pay 5 euros.", "Children: free", "Dogs stay out."]


def test_code_and_thinking_are_no_statements():
    answer = "<think>It may be 5.</think>It is 6.\n```\nprint(7)\n```\nDone.\n~~~~\n```\n8\n~~~~\n"
    assert said(answer) == ["It is 6.", "Done."]
    assert said("<think>never ends") == []


def test_cells_of_tables():
    answer = "Fees:\n\n| Year | Fee |\n|---|--:|\n| 2020 | 5 |\n| 2021 | 6 |\n\nThat is all."
    found = statements(answer)
    cells = [(one.form, one.row, one.column) for one in found[1:-1]]
    assert cells == [
        ("head", 1, 0),
        ("head", 1, 1),
        ("cell", 2, 0),
        ("cell", 2, 1),
        ("cell", 3, 0),
        ("cell", 3, 1),
    ]
    assert answer[found[4].start : found[4].end].strip() == "5"


def test_nothing_is_said():
    for answer in ("", "   \n", "---", "[1]", "```"):
        assert statements(answer) == []


def test_every_place_is_in_the_answer():
    answer = "- a [1] b.\r\n\r\n* c? d\r\n|x|y|\r\n|-|-|\r\n|1|[2]|\r\n"
    for one in statements(answer):
        assert 0 <= one.start < one.end <= len(answer)
