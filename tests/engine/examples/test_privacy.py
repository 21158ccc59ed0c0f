"""Private things are found in English and Chinese text, what only looks like them is not."""

import pytest

from engine.examples.privacy import find_private, masked, masked_text
from engine.examples.records import Example
from engine.messages import ChatMessage

PRIVATE = [
    ("email", "Write to <jane.doe+x@mail.example.co.uk> today."),
    ("email", "请发邮件到<li_wei@example.cn>，谢谢"),
    ("phone", "Call me at <555-123-4567>."),
    ("phone", "Call <(415) 555-2671> now"),
    ("phone", "my number is <+44 20 7946 0958>"),
    ("phone", "Telefon: <030 1234567>"),
    ("phone", "手机<13812345678>"),
    ("phone", "电话：<010-62345678>"),
    ("phone", "客服<400-810-1234>"),
    ("phone", "<+86 139-1234-5678>找我"),
    ("iban", "IBAN <DE89 3704 0044 0532 0130 00>, please"),
    ("iban", "to <GB82WEST12345698765432>"),
    ("card", "card <4111 1111 1111 1111> exp"),
    ("card", "银行卡<6222021234567890128>"),
    ("card", "身份证<11010519491231002X>"),
    ("card", "SSN <078-05-1120>"),
    ("secret", "key <sk-proj-abcdefghijklmnop1234567890>"),
    ("secret", "token <ghp_abcdefghijklmnopqrstuvwxyz012345>"),
    ("secret", "<AKIAIOSFODNN7EXAMPLE>"),
    ("secret", "My password is <hunter2!x>."),
    ("secret", "密码：<abc12345>"),
    ("secret", "Authorization: Bearer <abc.def-123456>"),
    ("address", "I live at <221 Baker Street> with him."),
    ("address", "ship to <1600 Pennsylvania Avenue NW>"),
    ("address", "wohnt in der <Hauptstraße 12a>"),
    ("address", "地址：<北京市朝阳区建国路88号3栋502室>"),
    ("address", "请寄到<上海市浦东新区世纪大道100号>，谢谢"),
    ("order", "My order <A-20938-77> has not come."),
    ("order", "order number: <4482913>"),
    ("order", "Invoice #<INV-2024-0091>"),
    ("order", "ticket <#883921> is open"),
    ("order", "订单号：<20240501123456>"),
    ("order", "运单号<SF1234567890>到哪了"),
    ("name", "My name is <Priya Raman> and"),
    ("name", "Dear <Kowalski>,\nthank you"),
    ("name", "I spoke to Mr. <Okafor> yesterday."),
    ("name", "<Sarah Connor> called."),
    ("name", "Best regards,\n<Tom Hollander>"),
    ("name", "Sehr geehrte Frau <Schneider>"),
    ("name", "我叫<王小明>，"),
    ("name", "<李>先生您好"),
    ("name", "收件人：<欧阳娜娜>"),
    ("name", "我是<赵敏>，想问"),
]
PUBLIC = [
    "The year 2024 was warm, 1999-2003 colder.",
    "Add 1 1/2 cups; bake at 180 for 45-50 minutes.",
    "Version 3.11.7 costs $1,299.99, that is 12.5% more.",
    "Pi is 3.14159265358979323846.",
    "def f(x): return x[0:10]  # order matters",
    "In order to win, order by name. Case in point: 5 apples.",
    "The order of 1000 elements is kept.",
    "https://example.com/2024/05/01/post-12",
    "Hello! How are you? Dear Sir or Madam, Hi all,",
    "I am happy to help. I'm Sorry About that.",
    "This is the third street on the left.",
    "The password is stored safely, the PIN is required.",
    "ISBN 978-3-16-148410-0",
    "我是一名学生，很高兴认识你。今天天气很好。",
    "何时出发？于是我们马上走。价格是199元。",
    "请在2024年5月1日之前提交。",
    "这条路很长，走了100多米。",
    "SHA-256 e3b0c44298fc1c149afbf4c8996fb924 is a digest",
]


@pytest.mark.parametrize(("kind", "marked"), PRIVATE)
def test_what_is_private_is_found(kind, marked):
    text = marked.replace("<", "").replace(">", "")
    start = marked.index("<")
    found = [(mark.kind, text[mark.start : mark.end]) for mark in find_private(text)]
    wanted = marked[start + 1 : marked.index(">")]
    assert (kind, wanted.removeprefix("#")) in [(k, t.removeprefix("#")) for k, t in found]
    assert len(found) == 1


@pytest.mark.parametrize("text", PUBLIC)
def test_what_only_looks_private_is_not(text):
    assert [(mark.kind, text[mark.start : mark.end]) for mark in find_private(text)] == []


def test_a_name_is_found_again():
    text = "Dear Kowalski,\nMr Kowalski, as Kowalski said (not Kowalskis)."
    assert [mark.start for mark in find_private(text)] == [5, 18, 31]


def test_masking_keeps_all_else():
    text = "I am called Priya Raman: priya@x.org, 555-123-4567."
    assert masked_text(text, ("name", "email")) == "I am called [NAME]: [EMAIL], 555-123-4567."
    assert masked_text("我叫王小明，手机13812345678", ("name", "phone")) == "我叫[姓名]，手机[电话]"
    one = Example((ChatMessage("user", text), ChatMessage("assistant", "Hello.")), 4)
    other = Example((ChatMessage("user", "Hello"), ChatMessage("assistant", "Hello.")), 5)
    first, second = masked([one, other], ("email",))
    assert first.messages[0].content == text.replace("priya@x.org", "[EMAIL]")
    assert (first.row, first.messages[1]) == (4, one.messages[1])
    assert second is other
    assert masked([one], ()) == (one,)


@pytest.mark.parametrize(
    "text", ["1" * 20_000, "市" * 20_000, "A" * 20_000, "a@" * 10_000, "Aa " * 7_000, "1 " * 9_000]
)
@pytest.mark.timeout(240)
def test_long_text_takes_no_time_to_speak_of(text):
    find_private(text)
