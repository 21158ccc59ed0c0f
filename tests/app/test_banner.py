"""The banner: a line a topic, the newest on top, gone with its cause."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from app.banner import MOST, Action, Banner
from app.errors import Words


@pytest.fixture
def banner(qtbot, theme):
    banner = Banner(theme)
    qtbot.addWidget(banner)
    return banner


def words(title, advice=""):
    return Words(title, "It happened.", advice)


def topics(banner):
    return [notice.topic for notice in banner.notices]


def test_topics_stand_side_by_side_the_newest_on_top(banner):
    assert banner.isHidden()
    banner.show_words(words("One"), "a")
    banner.show_words(words("Two", "Do this."), "b")
    assert not banner.isHidden()
    assert topics(banner) == ["b", "a"]
    assert banner.text() == "Two. It happened. Do this."
    assert banner.text("a") == "One. It happened."
    assert banner.text("c") == ""
    tops = sorted(banner.notices, key=lambda n: banner.layout().indexOf(n))
    assert [n.topic for n in tops] == ["b", "a"]


def test_a_topic_said_again_is_replaced_and_comes_to_the_top(banner):
    for title, topic in (("One", "a"), ("Two", "b"), ("Three", "a")):
        banner.show_words(words(title), topic)
    assert topics(banner) == ["a", "b"]
    assert banner.text("a").startswith("Three")


def test_each_line_goes_by_its_own(qtbot, banner):
    for topic in "abc":
        banner.show_words(words(topic), topic)
    banner.clear("b")
    qtbot.mouseClick(banner.notices[0].close_button, Qt.MouseButton.LeftButton)
    assert topics(banner) == ["a"]
    banner.clear("a")
    banner.clear("a")
    assert banner.isHidden()


def test_a_line_may_have_one_thing_to_do(qtbot, banner):
    done = []
    banner.show_words(words("One"), "a", Action("Do it", lambda: done.append(1)))
    [button] = banner.notices[0].findChildren(QPushButton)
    assert button.text() == "Do it"
    assert banner.tab_stops() == [button, banner.notices[0].close_button]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert done == [1]


def test_more_lines_than_there_is_room_for_wait_for_their_turn(banner):
    for topic in "abcde":
        banner.show_words(words(topic), topic)
    assert [n.isHidden() for n in banner.notices] == [False] * MOST + [True] * 2
    banner.clear("e")
    assert [n.isHidden() for n in banner.notices] == [False] * MOST + [True]


def test_its_signs_follow_the_theme(banner, theme):
    banner.show_words(words("One"), "a")
    before = banner.notices[0].sign.pixmap().toImage()
    theme.apply("dark")
    assert banner.notices[0].sign.pixmap().toImage() != before
