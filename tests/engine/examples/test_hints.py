"""Facts that change are told from tone; sums are right; duplicates are found and nothing else."""

from engine.examples.duplicates import duplicates
from engine.examples.hints import looks_like_facts
from engine.examples.records import Example
from engine.examples.statistics import Statistics, statistics_of
from engine.messages import ChatMessage

FACTS = [
    ("What does the large tent cost?", "It costs $249."),
    ("When are you open?", "From 9:00 to 18:00."),
    ("Which version is the latest?", "Version 4.2."),
    ("Who is the CEO?", "Currently it is our founder."),
    ("会员费多少钱？", "每年199元。"),
    ("你们几点开门？", "上午9点。"),
]
TONE = [
    ("Can you help me move?", "Aye, gladly! Tell me where the wind blows."),
    ("I am sad.", "Oh dear. Sit down by the fire and tell me."),
    ("What is a good name for a cat?", "Something short, matey: Rum, or Anchor."),
    ("Write a poem.", "The sea is wide,\nthe night is deep."),
    ("你好", "嘿！今天想聊点什么？"),
    ("帮我写一封道歉信", "好的，我们写得真诚一点。"),
]


def examples(pairs):
    return [
        Example((ChatMessage("user", question), ChatMessage("assistant", answer)), row)
        for row, (question, answer) in enumerate(pairs, start=1)
    ]


def test_facts_that_change_are_told_from_tone():
    assert looks_like_facts(examples(FACTS))
    assert not looks_like_facts(examples(TONE))
    assert not looks_like_facts(examples(FACTS[:4]))  # too few to say
    assert not looks_like_facts(examples([*FACTS, *TONE * 4]))
    prices = "The tent costs $249. The stove costs $80. The lamp is $15.\n" * 3
    assert looks_like_facts([Example((ChatMessage("assistant", prices),), i) for i in range(6)])
    assert not looks_like_facts([])


def test_sums():
    text = Example((ChatMessage("assistant", "abcde"),), 3)
    found = statistics_of([*examples([("ab", "c"), ("d", "efg")]), text])
    assert found == Statistics(3, 2, 1, 12, 9, 4, 5)
    assert statistics_of([]) == Statistics()


def test_repeated_rows_are_found_with_what_they_repeat():
    pairs = [("Why?", "So."), ("why", "SO"), ("Why ?", "So."), ("1+1", "2"), ("1-1", "2")]
    rows = examples([*pairs, ("  Why?\n", "Ｓｏ。")])
    assert duplicates(rows) == ((2, 1), (3, 1), (6, 1))
    turned = Example(tuple(reversed(rows[0].messages)), 9)
    assert duplicates([rows[0], turned]) == ()
