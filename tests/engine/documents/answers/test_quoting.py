"""What a small model may choose from."""

from helpers.passages import passage, sources

from engine.documents.answers.quoting import Quote, central, choice, is_small, literal, quotes
from engine.grammar import check_grammar

PUMP = (
    "The pump moves forty litres of water in a minute. The pump weighs 7.5 kilograms. Clean the"
    " filter of the pump every two weeks. A yellow lamp shows that the pump is too hot."
)


def texts(question, *given):
    return [quote.text for quote in quotes(question, sources(*given).passages)]


def test_only_sentences_that_fit_the_question():
    assert texts("How much does the pump weigh?", PUMP) == ["The pump weighs 7.5 kilograms."]
    assert texts("How often is the filter cleaned?", PUMP) == [
        "Clean the filter of the pump every two weeks."
    ]
    for question in (
        "What does a green lamp show?",
        "How loud is the pump?",
        "What is the price of the pump?",
        "Who made the pump?",
        "When was the pump made?",
    ):
        assert texts(question, PUMP) == [], question


def test_the_kind_of_answer_decides():
    text = "The hall of the club was built in 1901. The hall of the club is 14 metres high."
    assert texts("How high is the hall of the club?", text) == [
        "The hall of the club is 14 metres high."
    ]
    assert texts("When was the hall of the club built?", text) == [
        "The hall of the club was built in 1901."
    ]


def test_in_chinese():
    text = "借书证的押金为一百元，退证时全额退还。每位读者一次最多可以借阅八本图书。"
    assert texts("借书证的押金是多少？", text) == ["借书证的押金为一百元，退证时全额退还。"]
    assert texts("借书证的颜色是什么？", text) == []


def test_a_sentence_is_offered_once_on_one_line():
    text = "The pump\nweighs 7.5\nkilograms."
    assert texts("How much does the pump weigh?", text, text) == ["The pump weighs 7.5 kilograms."]


def test_a_choice_goes_on_where_it_was_left():
    offered = [Quote(1, 'The "one" fee.', 1.0), Quote(2, "The other fee.", 1.0)]
    assert choice(offered) == 'root ::= "The \\"one\\" fee. [1]" | "The other fee. [2]"\n'
    assert choice(offered, "The oth") == 'root ::= "er fee. [2]"\n'
    assert choice(offered, "Something else") == choice(offered)
    assert choice([]) == ""
    check_grammar(choice(offered))


def test_any_sentence_is_a_literal():
    for text in ("\\", '"\\"', "a\u2028b\x00", "图书馆", "]-[^{}"):
        check_grammar(f"root ::= {literal(text)}")


def test_central_sentences_are_about_what_is_spoken_of_most():
    text = f"{PUMP} Nobody knows what the weather may be tomorrow."
    found = [quote.text for quote in central([passage(text)])]
    assert "The pump moves forty litres of water in a minute." in found
    assert len(found) <= 4
    assert central([passage("Too short.")]) == []


def test_only_models_that_are_known_to_be_small():
    assert is_small(135_000_000)
    assert not is_small(0)
    assert not is_small(7_000_000_000)
