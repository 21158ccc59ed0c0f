"""The character for a holiday is also that for what is false: headings about leave deny nothing."""

import pytest
from helpers.passages import sources

from engine.documents.answers.checking import check

SAID = "每位员工的产假为十六周，工资照发。"


@pytest.mark.parametrize("heading", ["休假", "第27章 产假", "年假与病假", "假期", "请假"])
def test_what_stands_under_leave_is_found(heading):
    [statement] = check(SAID, "产假有多长时间？", sources(SAID, heading=(heading,))).statements
    assert statement.verdict == "found"


@pytest.mark.parametrize("heading", ["虚假说法", "假消息", "这些是假的"])
def test_what_stands_under_what_is_false_is_not(heading):
    [statement] = check(SAID, "产假有多长时间？", sources(SAID, heading=(heading,))).statements
    assert statement.verdict == "missing"
