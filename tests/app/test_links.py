"""Links are shown in full before they are opened, and only harmless kinds are."""

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMessageBox, QWidget

from app.links import LinkOpener, target


@pytest.fixture
def opener(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    return LinkOpener(window)


@pytest.fixture
def opened(monkeypatch):
    urls = []
    monkeypatch.setattr(QDesktopServices, "openUrl", urls.append)
    return urls


@pytest.mark.parametrize(
    "link",
    [
        "file:///etc/passwd",
        "javascript:alert(1)",
        "ftp://example.org/x",
        "data:text/html,x",
        "//host/share",
        "https://",
        "not a link",
        "",
        "smb://host/x",
    ],
)
def test_other_kinds_are_not_opened(opener, opened, link):
    assert target(link) is None
    box = opener.ask(link)
    assert [box.buttonRole(b) for b in box.buttons()] == [QMessageBox.ButtonRole.RejectRole]
    box.close()
    assert opened == []


@pytest.mark.parametrize("link", ["https://example.org/a?b=c", "http://x.org", "mailto:a@b.org"])
def test_web_and_mail_are_opened_once_confirmed(opener, opened, link):
    box = opener.ask(link)
    assert link in box.informativeText()
    [button] = [b for b in box.buttons() if box.buttonRole(b) == QMessageBox.ButtonRole.AcceptRole]
    assert box.defaultButton() is not button
    button.click()
    assert [url.toString() for url in opened] == [link]


def test_cancelling_opens_nothing(opener, opened):
    box = opener.ask("https://example.org")
    box.button(QMessageBox.StandardButton.Cancel).click()
    assert opened == []


def test_a_host_that_looks_familiar_is_shown_in_ascii(opener):
    box = opener.ask("https://www.аpple.com/login")  # the first letter is Cyrillic
    assert "xn--" in box.informativeText()
    assert "apple" not in box.informativeText()
    box.close()
