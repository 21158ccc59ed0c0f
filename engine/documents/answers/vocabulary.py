"""Words that questions and answers are read with, English and Chinese: lists, and no more."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


COMMON: Final = _set(
    """
    a an the of in on at to for from by with as is are was were be been being am do does did done
    have has had will would shall should can could may might must and or but if than then that this
    these those there here it its he she they them his her their our my your i you we us me what
    which who whom whose when where why how many much long often far old not no yes any some all
    each every more most less least very so too also about into over under between after before
    during per please tell give say says said name named called mean according document documents
    text passage file page get gets happen happens let one exactly kind type sort high tall
    deep wide heavy big large year date day time month weigh price cost costs pay
    """
)
"""What says nothing about what a question asks for."""

PLAIN: Final = _set(
    """
    a an the of in on at to for from by with as is are was were be it its and this these that those
    do does did has have had so then also however moreover note
    """
)
"""What a clause may have beside the words of a question and still say nothing more."""

DATED: Final = _set(
    """
    monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays
    fridays saturdays sundays daily weekly monthly yearly annually january february march april june
    july august september october november december spring summer autumn winter today tomorrow noon
    midnight morning evening afternoon night weekdays weekends am pm o'clock year years month months
    week weeks day days hours minutes century 年 月 日 号 天 周 点 时 期 春 夏 秋 冬
    """
)
"""What answers the question when."""

COUNTED: Final = _set("half none once twice free 半 免")
"""What answers the question how much, beside numbers."""

OFTEN: Final = _set("every once twice times per daily weekly monthly yearly annually each 每 次")
"""What answers the question how often."""

UNITS: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "money": _set(
            """
            $ € £ ¥ euro euros dollar dollars pound pounds cent cents pence yen yuan francs free
            元 角 块 钱 免
            """
        ),
        "weight": _set(
            """
            kg g t kilogram kilograms gram grams ton tons tonne tonnes pound pounds lb lbs ounces oz
            公 克 吨 斤
            """
        ),
        "length": _set(
            """
            m cm mm km metre metres meter meters centimetre centimetres centimeter centimeters
            millimetre millimetres millimeter millimeters kilometre kilometres kilometer kilometers
            feet foot ft inch inches mile miles yard yards floors stories pages 米 厘 公 毫 里 寸
            """
        ),
        "duration": _set(
            """
            second seconds minute minutes hour hours day days night nights week weeks month months
            year years decade decades century centuries s min h 秒 分 小 时 天 日 周 星 月 年 个
            """
        ),
    }
)
"""What follows the number that answers the question how much of it."""

ABBREVIATIONS: Final = _set(
    """
    e g i eg ie cf vs no nos nr dr mr mrs ms prof st mt ave inc ltd co corp fig figs vol p pp ch sec
    art approx ca c al ed eds est dept gen gov hon jr sr lt col capt sgt rev jan feb mar apr jun jul
    aug sep sept oct nov dec mon tue wed thu fri sat sun u s a d b m
    """
)
"""A full stop behind these ends no sentence."""

GOES_ON: Final = _set(
    """
    a an the of and or in on at to for from by with as is are was were be not that than into under
    over between its his her their our my your no if when while which who whose mr mrs ms dr st
    的 和 与 及 或 在 是 为 由 从 对 把 被
    """
)
"""A line that ends so goes on in the next."""

LIMITING: Final = _set(
    """
    not no never none nobody nothing neither nor without except excluding unless if only until
    hardly rarely seldom barely false falsely wrong wrongly untrue incorrect myth myths rumour
    rumours rumor rumors legend allegedly supposedly reportedly claim claims claimed believed
    believe thought doubt doubtful provided otherwise instead rather whether although though however
    but might perhaps maybe possibly probably cannot fails failed refused denied deny denies lest
    prohibited prohibits forbidden forbids banned disallowed illegal unlawful excluded exempt
    formerly previously said says say wrote thinks argued argues according reported told
    """
)
"""What takes back, or makes depend on something, what else a sentence says."""

RESTRICTING: Final = _set(
    """
    for with in on at per from during when while where as after before under over within since by of
    to than given depending plus minus excluding including
    """
)
"""What stands behind a comma and one of these says when or for whom the rest is so."""

FALSE: Final = _set(
    """
    false falsely wrong wrongly untrue incorrect myth myths mistaken misconception misconceptions
    lie lies nonsense rumour rumours rumor rumors hoax unfounded baseless debunked refuted disproved
    disproven fictitious
    """
)
"""A sentence with one of these may be about the one before or behind it."""

FALSE_HAN: Final = (
    *("错误", "谣言", "误区", "误解", "不实", "不对", "不是真", "假的", "有误"),
    *("已废止", "已作废", "已失效", "不再适用", "没有证据", "没有根据", "没有依据", "毫无根据"),
    *("不属实", "并非如此", "不是这样", "不成立", "子虚乌有", "辟谣"),
)
"""The same in Chinese."""

NO_LONGER: Final = frozenset(
    (first, then)
    for first, last in (
        ("not", "true case correct"),
        ("longer", "true case so applies correct"),
        ("no", "evidence proof basis truth"),
    )
    for then in last.split()
)
"""Two words in a row, articles aside, that say the same of the sentence beside them."""

DENIALS: Final = frozenset({"no", "nope", "notso", "nottrue", "不", "不是", "不会", "否", "错"})
"""A sentence that says only this answers the one before it."""

LIMITING_HAN: Final = _set(
    """
    不 没 無 无 非 未 勿 别 莫 否 除 仅 只 若 如果 假如 要是 除非 据说 传说 谣 误 假 所谓 声称 虽 但
    否则 可能 也许 或许 曾 限 另 禁
    """
)
"""The same in Chinese, as parts of words."""
