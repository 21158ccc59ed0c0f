"""What is found in passages, what never is, and when an answer answers."""

import msgspec
import pytest
from helpers.passages import sources

from engine.documents.answers.checking import check
from engine.documents.answers.phrases import REFUSAL, REFUSAL_ZH
from engine.documents.records import Sources

MUSEUM = """Opening hours

The museum was founded in 1921 by Anna Berg. It is open daily from 9:00 to 17:00, except on \
Mondays. In winter, the museum opens at ten in the morning.
A day ticket for adults costs 12 euros. Children under sixteen pay 5 euros. The north hotel has 16 \
rooms and the south hotel has 20 rooms. The pump must not be cleaned with bleach."""


def verdicts(answer, *texts, question="What does it say?"):
    return [one.verdict for one in check(answer, question, sources(*texts)).statements]


def found(answer, *texts, question="What does it say?"):
    return verdicts(answer, *texts, question=question) == ["found"]


def test_a_sentence_of_a_passage_is_found_where_it_stands():
    answer = "The museum was founded in 1921 by Anna Berg. [1]"
    checked = check(answer, "When was the museum founded?", sources(MUSEUM))
    (one,) = checked.statements
    (cite,) = one.cites
    assert (one.start, one.length, one.marks) == (0, len(answer), (1,))
    assert MUSEUM[cite.start :][: cite.length] == "The museum was founded in 1921 by Anna Berg."
    assert (checked.found, checked.missing, checked.answered) == (1, 0, True)


@pytest.mark.parametrize(
    "answer",
    [
        "The museum was founded in 1922 by Anna Berg.",
        "The museum was founded in 1921 by Ben Cole.",
        "The museum was founded in 1921 by Anna.",
        "Anna Berg was founded in 1921 by the museum.",
        "The hotel was founded in 1921 by Anna Berg.",
        "The pump must be cleaned with bleach.",
        "The pump must not be cleaned with water.",
        "A day ticket for adults costs 5 euros.",
        "A day ticket for adults costs 12 dollars.",
        "A day ticket for adults costs 12.",
        "Children under sixteen pay 12 euros.",
        "Children over sixteen pay 5 euros.",
        "The north hotel has 20 rooms and the south hotel has 16 rooms.",
        "The north hotel has 20 rooms.",
        "It is open daily from 9:00 to 17:00.",
        "The museum opens at ten in the morning.",
        "No, a day ticket for adults costs 12 euros.",
        "12",
        "1921.",
        "Anna Berg",
    ],
)
def test_what_the_passage_does_not_say_is_missing(answer):
    assert not found(answer, MUSEUM)


def test_a_refusal_is_no_claim_and_no_answer():
    for refusal in (REFUSAL, REFUSAL_ZH, "I don't know.", "文档中没有提到。"):
        checked = check(refusal, "What colour is the door?", sources(MUSEUM))
        assert [one.verdict for one in checked.statements] == ["plain"]
        assert not checked.answered


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        # Cut out of a sentence that says something else.
        ("The director of the museum was born in 1950.", "The museum was born in 1950."),
        ("The deputy mayor signed the treaty on 3 May.", "The mayor signed the treaty on 3 May."),
        ("It is false that the earth is flat and square.", "The earth is flat and square."),
        ("Anna, unlike Ben Cole, likes green tea a lot.", "Ben Cole likes green tea a lot."),
        ("Refunds are given for all items if they are new.", "Refunds are given for all items."),
        ("The shop is open until 20:00 on Thursdays.", "The shop is open until 20:00."),
        ("Entry to the hall costs 5 euros for children.", "Entry to the hall costs 5 euros."),
        ("Entry to the hall costs 5 euros per month.", "Entry to the hall costs 5 euros."),
        ("Entry to the hall costs 5 euros (children).", "Entry to the hall costs 5 euros."),
        ("Entry to the hall costs 5 euros, for children.", "Entry to the hall costs 5 euros."),
        ("博物馆的门票是每人十元（限学生）。", "博物馆的门票是每人十元。"),
        ("博物馆的门票是每人十元，节假日另计。", "博物馆的门票是每人十元。"),
        ('"The earth is flat and square," said Bob.', "The earth is flat and square."),
        ("Members only, the garden is open to all.", "The garden is open to all."),
        ("参观博物馆的人必须提前预约，否则不能进入。", "人必须提前预约。"),
        ("除了周一以外，博物馆每天上午九点开门。", "博物馆每天上午九点开门。"),
        ("冬天，博物馆每天上午十点开门。", "博物馆每天上午十点开门。"),
        ("地铁站每天晚上十一点半关门。", "铁站每天晚上十一点半关门。"),
        # Put together from two places.
        ("In 2020, Anna won the medal, in 2021, Ben did.", "Anna won the medal in 2021."),
        ("The price in 2019 was 5 euros and in 2020 it was 6.", "The price in 2019 was 6."),
        ("Adults pay 8 euros. Students pay 4 euros.", "Adults pay 8 euros students pay 4."),
        ("成人票价是八元，学生票价是四元。", "成人票价是四元。"),
        # A condition, a question, a denial, a list of what is not so.
        ("Is the museum open on all Mondays in May?", "Is the museum open on all Mondays in May."),
        ("Myths. Bats are blind in the day.", "Bats are blind in the day."),
        ("Bats are blind in the day. This is wrong.", "Bats are blind in the day."),
        ("These are not allowed:\n- dogs of any size in it\n- fires", "Dogs of any size in it."),
        ("以下行为是禁止的，不得进行：\n- 在房间里养任何动物\n- 吸烟", "在房间里养任何动物"),
        # Other numbers, units, years, signs.
        ("The tank of the pump holds 5.0 litres.", "The tank of the pump holds 50 litres."),
        ("The tank of the pump holds 5 litres.", "The tank of the pump holds 5 gallons."),
        ("It fell to -5 °C in the night of May.", "It fell to 5 °C in the night of May."),
        ("The area is 10² metres on the first map.", "The area is 102 metres on the first map."),
        ("It was built in 1921 by the town.", "It was built in 1912 by the town."),
        ("The fee was due on 5 May 2021 at noon.", "The fee was due on 6 May 2021 at noon."),
        ("The fee was due on 05/06/2021 at noon.", "The fee was due on 5 June 2021 at noon."),
        ("The load is < 5 kg for all of the shelves.", "The load is 5 kg for all of the shelves."),
        ("Few people like the old bridge in town.", "A few people like the old bridge in town."),
        ("C# is a language made by a large company.", "C is a language made by a large company."),
        ("三四十人参加了昨天的会议。", "三十四人参加了昨天的会议。"),
        # Cut by a page.
        ("museum was closed to visitors in 2019.", "Museum was closed to visitors in 2019."),
        ("One two three four five six seven eight nine ten open", "Nine ten open"),
    ],
)  # fmt: skip
def test_what_a_document_says_differently_is_missing(text, answer):
    assert not found(answer, text)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Tickets cost sixteen euros for every adult.", "Tickets cost 16 euros for every adult."),
        ("The fee was due on 5 May 2021 at noon.", "the fee was due on May 5, 2021 at noon"),
        ("Die Cafés sind im Juli täglich geöffnet.", "die cafés sind im juli täglich geöffnet."),
        ("The infor-\r\nmation desk is open\r\nall day.", "The information desk is open all day."),
        ("The desk is in the main hall.", "**The desk** is in the *main hall*. [1]"),
        ("The desk is in the main hall.", "According to the text, the desk is in the main hall."),
        ("The desk is in the hall; the shop is right beside it.", "The shop is right beside it."),
        ("A false alarm costs 50 euros each time.", "A false alarm costs 50 euros each time."),
        ("圖書館每天上午九點開門。", "图书馆每天上午九点开门。"),
        ("图书馆每人最多借十六本书。", "图书馆每人最多借16本书。"),
        ("图 书 馆 每 天 上\n午 九 点 开 门 。", "图书馆每天上午九点开门。"),
        ("These are allowed:\n- dogs of any size in it\n- fires", "Dogs of any size in it."),
    ],
)  # fmt: skip
def test_the_same_in_another_form_is_found(text, answer):
    assert found(answer, text, question="What is said of the shop beside it?")


def test_what_the_question_names_may_be_left_out():
    text = "In winter, the museum opens at ten in the morning. In summer, it opens at eight."
    answer = "The museum opens at ten in the morning."
    assert found(answer, text, question="When does the museum open in winter?")
    assert not found(answer, text, question="When does the museum open in summer?")


def test_the_question_itself_is_no_source():
    question = "Was the tower built by Anna Berg in 1901?"
    assert not found("The tower was built by Anna Berg in 1901.", MUSEUM, question=question)
    assert not found("Yes, the tower was built by Anna Berg.", MUSEUM, question=question)


def test_short_statements_need_the_question_beside_them():
    text = "The car park of the hall:\nIt is free.\n\nThe pool has three large slides for children."
    assert found("It is free.", text, question="What about the car park?")
    assert not found("It is free.", text, question="What does the pool cost?")


def test_rows_of_tables_are_found_whole():
    table = "Year\tPrice\tGuests\n2019\t5\t300\n2020\t6\t250"
    answer = "| Year | Price | Guests |\n|---|---|---|\n| 2019 | 5 | 300 |\n| 2020 | 5 | 250 |"
    assert verdicts(answer, table) == ["plain"] * 3 + ["found"] * 3 + ["missing"] * 3
    turned = answer.replace("Price | Guests", "Guests | Price")
    assert "found" not in verdicts(turned, table)
    assert "found" not in verdicts("| Year | Price |\n|---|---|\n| 2019 | 300 |", table)


def test_plain_are_questions_courtesies_and_what_only_leads_in():
    for answer in (
        "Hello!",
        "Do you mean the museum?",
        "Here is what I found:",
        "希望对您有帮助吗？",
    ):
        assert verdicts(answer, MUSEUM) == ["plain"], answer
    assert verdicts("The museum has three floors:", MUSEUM) == ["missing"]


def test_each_passage_is_cited_once_and_those_that_were_marked_first():
    text = "The fee of the hall is 5 euros. The fee of the hall is 5 euros."
    checked = check("The fee of the hall is 5 euros. [2]", "?", sources(text, text, "Other."))
    assert [cite.number for cite in checked.statements[0].cites] == [2, 1]


def test_found_but_no_answer():
    answer = "A day ticket for adults costs 12 euros."
    asked = {
        "How much is a day ticket for adults?": True,
        "Who wrote the guide of the city?": False,
        "When did the museum close in 2019?": False,
    }
    for question, answered in asked.items():
        checked = check(answer, question, sources(MUSEUM))
        assert (checked.found, checked.answered) == (1, answered), question


def test_a_small_model_must_be_closer():
    answer = "The museum was founded in 1921 by Anna Berg."
    asked = ("When was the museum founded?", "When was the roof of the museum painted?")
    strict = [check(answer, q, sources(MUSEUM), small=True).answered for q in asked]
    assert strict == [True, False]
    assert check(answer, asked[1], sources(MUSEUM)).answered


def test_the_first_refusal_counts():
    said = "A day ticket for adults costs 12 euros."
    question = "How much is a day ticket for adults?"
    assert not check(f"{REFUSAL} {said}", question, sources(MUSEUM)).answered
    assert check(f"{said} {REFUSAL}", question, sources(MUSEUM)).answered


def test_nothing_to_look_in_and_nothing_to_look_for():
    assert check("", "?", sources(MUSEUM)).statements == ()
    checked = check("The fee of the hall is 5 euros.", "?", sources())
    assert (checked.found, checked.missing, checked.answered) == (0, 1, False)


def test_leave_in_chinese_is_no_falsehood():
    """The character of leave, which is also that of false, takes nothing back by itself."""
    text = "休假\n\n产假\n\n员工可享受十六周带薪休假。须提前两个月通知人事部。"
    (one,) = sources(text).passages
    under = msgspec.structs.replace(one, heading=("休假", "产假"))
    answer = "员工可享受十六周带薪休假。"
    asked = Sources("passages", (under,))
    assert [each.verdict for each in check(answer, "产假有多少周？", asked).statements] == ["found"]
    false = msgspec.structs.replace(one, heading=("虚假的说法",))
    asked = Sources("passages", (false,))
    assert [each.verdict for each in check(answer, "多少周？", asked).statements] == ["missing"]


def test_any_text_is_checked():
    odd = "\ud800 \x00 |a|\n|-|\n" + "[" * 300 + "(" * 300 + "1," * 300 + "。" * 300 + "<think>"
    for text in (odd, odd[::-1], "|" * 2000, "- " * 1000, "\r\n" * 1000):
        check(text, text, sources(text, "The fee of the hall is 5 euros."))


@pytest.mark.parametrize(
    ("question", "said"),
    [("保修期有多长？", "保修期为两年。"), ("這條船有多長？", "這條船長二十米。")],
)
def test_how_long_in_chinese_asks_for_time_or_for_a_length(question, said):
    assert check(said, question, sources(f"{said}请保留发票。")).answered


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        ("I don't know, but dogs are allowed everywhere.", "missing"),
        ("The documents do not contain the fee, which is 20 euros.", "missing"),
        ("文档中没有提到价格，但价格是很低的。", "missing"),
        ("文档中没有提到价格，价格是二十元。", "missing"),
        ("The documents do not say what happened in 1921.", "plain"),
        ("Passage 3 does not mention the fee.", "plain"),
        ("文档中没有这个问题的答案。", "plain"),
    ],
)
def test_a_refusal_that_goes_on_to_claim_something_is_looked_up(answer, verdict):
    question = "What was the fee in 1921?"
    assert verdicts(answer, MUSEUM, question=question) == [verdict]
    assert not check(answer, question, sources(MUSEUM)).answered


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("What happens if the form is late?", "A form is late when the documents are not there."),
        ("材料未齐全会怎样？", "申请材料未齐全的，一律不予受理。"),
        ("Is the file encrypted?", "The file does not contain any encrypted parts."),
    ],
)
def test_what_a_document_says_of_documents_is_no_refusal(question, said):
    checked = check(said, question, sources(f"{said} 每天开放。"))
    assert (checked.found, checked.answered) == (1, True)


def test_a_document_that_says_the_words_of_a_refusal_does_not_answer_with_them():
    for refusal in (REFUSAL, REFUSAL_ZH):
        checked = check(refusal, "What does it contain?", sources(f"{refusal} {MUSEUM}"))
        assert (checked.found, checked.answered) == (0, False)


@pytest.mark.parametrize(
    ("said", "text"),
    [
        (
            "Smoking in the garden near the gate",
            "Prohibited:\n- Smoking in the garden near the gate",
        ),
        ("在花园里吸烟和烧烤", "禁止事项：\n- 在花园里吸烟和烧烤\n- 奔跑"),
        (
            "The warranty covers water damage in all cases.",
            "Is it true? The warranty covers water damage in all cases. No.",
        ),
        ("保修包括所有的进水损坏。", "保修包括所有的进水损坏。不是。"),
    ],
)
def test_what_is_forbidden_or_answered_with_no_is_not_found(said, text):
    assert not found(said, text)


def test_items_of_what_is_not_so_answer_the_question_what_is_not_so():
    items = "- Damage by water or by sand\n- Normal wear of all of the rubber seals"
    text = f"The warranty does not cover:\n{items}"
    for item in ("Damage by water or by sand", "Normal wear of all of the rubber seals"):
        assert found(f"- {item}", text, question="What does the warranty not cover?")
        assert not found(f"- {item}", text, question="What does the warranty cover?")
    text = "保修不包括：\n- 进水或者进沙的损坏\n- 密封圈的正常磨损"
    assert found("- 进水或者进沙的损坏", text, question="保修不包括什么？")
    assert not found("- 进水或者进沙的损坏", text, question="保修包括什么？")


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("The fee is 20 euros for adults.", "{} This is no longer true since 2020."),
        ("The fee is 20 euros for adults.", "{} That was not the case before May."),
        ("The fee is 20 euros for adults.", "{} This rule no longer applies."),
        ("The fee is 20 euros for adults.", "{} There is no evidence for this."),
        ("The fee is 20 euros for adults.", "{} The claim is unfounded."),
        ("成人票价为二十元整。", "{}这种说法没有根据。"),
        ("成人票价为二十元整。", "{}事实并非如此。"),
        ("成人票价为二十元整。", "{}该规定已废止。"),
        ("成人票价为二十元整。", "旧规定（已作废）：\n{}"),
        ("成人票价为二十元整。", "{}上述价格不再适用。"),
    ],
)
def test_what_is_said_to_hold_no_longer_is_not_found(said, text):
    assert not found(said, text.format(said) + " The garden is large.")


def test_what_else_holds_no_longer_takes_nothing_back():
    said = "The fee is 20 euros for adults."
    assert found(said, f"{said} Dogs are no longer allowed.")
    assert found(said, f"{said} Tickets are not valid on Sundays.")
    assert found("成人票价为二十元整。", "成人票价为二十元整。门票当日有效，逾期作废。")
