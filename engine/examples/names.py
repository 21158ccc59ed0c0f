"""Names of people, found by the words around them, or by a given name that is common.

English and Chinese, some German. A name that was found is found again in the same text. Knows no
other kinds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final


def _words(text: str) -> list[str]:
    return text.split()


_GIVEN: Final = frozenset(
    _words(
        """
    Aaron Adam Alan Albert Alex Alexander Alexandra Alice Amanda Amelia Amy Andrea Andreas Andrew
    Angela Anna Anne Anthony Ashley Barbara Ben Benjamin Betty Brandon Brenda Brian Carl Carol
    Caroline Catherine Charles Charlotte Chloe Christian Christina Christine Christopher Claire
    Cynthia Daniel David Deborah Dennis Diana Donald Dorothy Douglas Edward Elena Elizabeth Emily
    Emma Eric Ethan Eva Evelyn Felix Fiona Frances Frank Gabriel Gary George Gerald Grace Gregory
    Hannah Harold Harry Heather Helen Henry Isabella Jack Jacob James Jane Janet Jason Jean
    Jeffrey Jennifer Jeremy Jessica Joan Joe John Jonathan Jose Joseph Joshua Joyce Juan Judith
    Julia Julie Justin Karen Katherine Kathleen Keith Kelly Kenneth Kevin Kimberly Klaus Larry
    Laura Lauren Lawrence Leon Linda Lisa Louis Lucas Lucy Luis Luke Margaret Maria Marie Mark
    Martha Martin Mary Matthew Megan Melissa Mia Michael Michelle Mohamed Mohammed Muhammad Nancy
    Natalie Nathan Nicholas Nicole Noah Nora Oliver Olivia Pamela Patricia Patrick Paul Peter
    Petra Philip Rachel Ralph Raymond Rebecca Richard Robert Roger Ronald Rosa Roy Russell Ruth
    Ryan Samantha Samuel Sandra Sara Sarah Scott Sean Sebastian Sharon Simon Sofia Sophia Sophie
    Stefan Stephanie Stephen Steven Susan Teresa Theresa Thomas Timothy Tobias Tyler Victor
    Victoria Vincent Walter Wayne William Wolfgang Zachary
    """
    )
)
_WORD: Final = r"[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+(?:['’-][A-ZÀ-ÖØ-Þ]?[a-zß-öø-ÿ]+)*"
_NAME: Final = (
    rf"{_WORD}(?: [A-Z]\.)?(?: (?:(?:van|von|der|den|de|da|di|la|al|bin) ){{0,2}}{_WORD}){{0,2}}"
)
_FULL: Final = re.compile(
    rf"\b(?P<given>[A-Z][a-z]+)(?: [A-Z]\.)? (?:(?:van|von|der|den|de) ){{0,2}}{_WORD}\b"
)
_TITLED: Final = re.compile(
    rf"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Herr|Herrn|Frau)\b\.? ({_NAME})"
)
_TOLD: Final = re.compile(
    r"\b(?:[Mm]y name is|[Mm]y name's|[Tt]he name is|[Nn]ame:|[Cc]ontact:|[Rr]ecipient:|"
    r"[Cc]ustomer:|[Ii] am called|[Tt]his is|[Ss]igned,?|[Mm]ein Name ist|[Ii]ch hei(?:ß|ss)e) ?"
    rf"({_NAME})"
)
_PRESENTED: Final = re.compile(rf"\b(?:I am|I'm|I’m|Ich bin) ({_WORD} {_WORD})\b")
_GREETED: Final = re.compile(
    rf"(?:^|\n|[.!?] )\s*(?:Dear|Hi|Hello|Hey|Liebe[rs]?|Hallo) ({_NAME})(?=\s*[,!\n.:]|\s*$)"
)
_CLOSED: Final = re.compile(
    r"(?:regards|wishes|[Ss]incerely|[Cc]heers|[Tt]hanks|[Tt]hank you|[Yy]ours|Grüße|Grüßen)"
    r",?\s*\n+\s*"
    rf"({_NAME})\s*(?=\n|$)"
)
_NO_NAMES: Final = frozenset(
    _words(
        """
    Sir Madam Team All Everyone Support Customer There World Friend Friends Colleague Colleagues
    Hiring Manager Sorry Happy Glad Not Sure Here Just The Your Our User Assistant Puna Ladies
    Gentlemen Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March
    April May June July August September October November December English German French Chinese
    Street Road Avenue Both Again Folks Python What Why How Who When Where
    """
    )
)

_SURNAMES: Final = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程苏魏吕丁任卢姚沈"
    "钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤温康施"
)
_DOUBLE: Final = "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|司徒"
_HAN: Final = r"[\u4e00-\u9fff]"
_HAN_NAME: Final = rf"(?:(?:{_DOUBLE}){_HAN}{{1,2}}|[{_SURNAMES}]{_HAN}{{1,2}}?)"
_HAN_TITLES: Final = (
    "先生|女士|小姐|太太|夫人|老师|教授|医生|大夫|经理|总监|主任|"
    "律师|同学|师傅|阿姨|叔叔|总裁|工程师"
)
_HAN_TITLED: Final = re.compile(
    rf"((?:{_DOUBLE}|[{_SURNAMES}]){_HAN}{{0,2}}?)"
    rf"(?={_HAN_TITLES})"
)
_HAN_TOLD: Final = re.compile(
    r"(?:我叫|我的名字(?:是|叫)|名叫|(?:姓名|联系人|收件人|收货人|客户|负责人|签名|署名)\s*[:：]\s*)"
    rf"({_HAN_NAME})(?=[^\u4e00-\u9fff]|$|是|在|的|想|来|住|今)"
)
_HAN_PRESENTED: Final = re.compile(
    rf"(?:我是|您好，|你好，|尊敬的)({_HAN_NAME})(?=[，。,.！!：:\s]|$)"
)
_HAN_GREETED: Final = re.compile(rf"(?:^|\n)\s*({_HAN_NAME})(?:您好|你好|，您好|，你好)")
_HAN_NO_NAMES: Final = frozenset(
    _words(
        """
    高兴 任何 方便 万一 常见 白天 黄色 马上 金额 向您 于是 何时 何种 程序
    """
    )
)


def find_names(text: str) -> Iterator[tuple[int, int]]:
    """Where names of people are, as start and end."""
    found: dict[str, None] = {}
    places: dict[int, int] = {}
    for match in _full(text):
        places[match.start()] = match.end()
        found[match[0]] = None
    for form in (_TITLED, _TOLD, _PRESENTED, _GREETED, _CLOSED):
        for match in form.finditer(text):
            if not _NO_NAMES.intersection(match[1].split()):
                places[match.start(1)] = match.end(1)
                found[match[1]] = None
    for form in (_HAN_TITLED, _HAN_TOLD, _HAN_PRESENTED, _HAN_GREETED):
        for match in form.finditer(text):
            if match[1] not in _HAN_NO_NAMES and match[1][1:] not in _HAN_TITLES.split("|"):
                places[match.start(1)] = match.end(1)
                found[match[1]] = None
    for name in found:
        for start in _again(text, name):
            places.setdefault(start, start + len(name))
    yield from sorted(places.items())


def _full(text: str) -> Iterator[re.Match[str]]:
    """A common given name with what follows it."""
    at = 0
    while match := _FULL.search(text, at):
        known = match["given"] in _GIVEN and not _NO_NAMES.intersection(match[0].split())
        if known:
            yield match
        at = match.end() if known else match.end("given")


def _again(text: str, name: str) -> Iterator[int]:
    """Where a name stands once more, as a word of its own where it has letters."""
    if len(name) < 2:
        return
    at = text.find(name)
    while at >= 0:
        end = at + len(name)
        inside = name.isascii() and (text[at - 1 : at].isalnum() or text[end : end + 1].isalnum())
        if not inside:
            yield at
        at = text.find(name, end)
