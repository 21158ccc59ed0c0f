"""Which words of a question are in a text."""

import pytest

from engine.documents.search.scripts import has_cjk, is_cjk
from engine.documents.search.terms import Terms, says_little


def stem(word):
    return word.removesuffix("s").removesuffix("ing")


@pytest.mark.parametrize(
    ("question", "text", "found"),
    [
        ("How do llamas sleep?", "A llama is sleeping.", ("llamas", "sleep")),
        ("如何安装系统？", "先安裝系統，再重啟。", ("安装系统",)),
        ("如何安装新的系统？", "安装在系统中", ("安装", "系统")),
        ("Debian 的安装", "安装 Debian", ("debian", "安装")),
        ("what", "nothing of it", ()),
        ("What is the price of it?", "What is said of the price.", ("price",)),
        ("为什么要安装？", "为什么安装？要看情况。", ("安装",)),
        ("", "text", ()),
        ("question", "", ()),
        ("llama llamas llama", "llama", ("llama", "llamas")),
    ],
)
def test_words_that_are_there(question, text, found):
    assert Terms(question, stem).within(text) == found


@pytest.mark.parametrize(
    "question", ["And why?", "What about it?", "How old?", "", "为什么？", "那么呢？", "它是什么？"]
)
def test_questions_that_say_little(question):
    assert says_little(question)


@pytest.mark.parametrize(
    "question", ["How old do llamas grow?", "price of wool", "如何安装软件？", "羊驼吃什么？"]
)
def test_questions_that_say_what_they_are_about(question):
    assert not says_little(question)


def test_scripts():
    assert has_cjk("the word 安")
    assert not has_cjk("the word")
    assert is_cjk("用 apt-get install 安装软件包，然后重新启动。")
    assert not is_cjk("The Chinese word 安装 means to install, and is often used.")
    assert not is_cjk("")
