"""Messages, written by the email package and by hand in old encodings."""

import pytest
from helpers.documents import all_said, parse, said


def test_a_message_with_two_bodies_and_an_attachment():
    parsed, [page] = parse("price.eml")
    assert (parsed.kind, parsed.title) == ("email", "Re: 羊毛价格 for March")
    assert said(page) == [
        "heading1 Re: 羊毛价格 for March",
        "text From: Rosa Quispe <rosa@example.org>",
        "text To: 李明 <li@example.org>",
        "text Cc: herd@example.org",
        "text Date: Thu, 14 Mar 2024 09:30:00 -0500",
        "text Dear Li Ming,",
        "text the price is now 21.40 soles per kilogram.",
        "text 请在四月十五日之前付款。",
        "quote What does the wool cost",
        "quote this month?",
        "text Rosa",
        "text Attachment: Preisliste März.pdf (application/pdf)",
    ]


def test_a_message_that_is_a_web_page():
    assert all_said("order.eml")[4:] == [
        "heading2 Order 5512",
        "table Shears\t2",
        "table Oil\t1",
        "text Delivery on 20 March.",
    ]


def test_a_message_in_gb2312():
    parsed, [page] = parse("meeting.eml")
    assert parsed.title == "会议通知"
    assert said(page)[-2:] == ["text 您好：", "text 会议改在星期三下午三点，地点是二楼会议室。"]


HEAD = b"From: a@example.org\nMIME-Version: 1.0\nSubject: "


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        (HEAD + "通知\n\n今天下午开会。".encode("gb18030"), "text 今天下午开会。"),
        (HEAD + b"x\nContent-Type: text/plain; charset=none-such\n\nhello", "text hello"),
        (
            HEAD + b"x\nContent-Type: text/plain; charset=ascii\n\ncaf\xe9 au lait",
            "text café au lait",
        ),
        (HEAD + b"=?utf-8?b?%%%?=\n\nhello", "text hello"),
        (HEAD + b"x\nContent-Transfer-Encoding: base64\n\n!!!aGVsbG8", "text hello"),
        (HEAD + b"x\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nhello", "text hello"),
    ],
)
def test_messages_that_are_not_as_they_should_be(tmp_path, message, expected):
    path = tmp_path / "one.eml"
    path.write_bytes(message)
    assert all_said(path)[-1] == expected


def test_a_message_in_a_message_is_named_and_not_read(tmp_path):
    path = tmp_path / "forwarded.eml"
    path.write_bytes(
        HEAD
        + b"Fwd\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nsee below\n--b\n"
        + b"Content-Type: message/rfc822\n\nFrom: c@example.org\nSubject: inner\n\nsecret\n--b--\n"
    )
    blocks = all_said(path)
    assert "text see below" in blocks
    assert blocks[-1] == "text Attachment: message/rfc822 (message/rfc822)"
    assert not any("secret" in block for block in blocks)
