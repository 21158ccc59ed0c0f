"""The forms of private numbers and keys. Knows no names of people and no streets.

Numbers with a check digit are checked (ISO 13616, ISO/IEC 7812, GB 11643), so that few others are
taken for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

Place = tuple[int, int]
"""Start and end in a text."""

_RUN: Final = re.compile(r"[A-Za-z0-9_.-]{14}|-----BEGIN", re.ASCII)
_DIGITS: Final = re.compile(r"\d[\d ()./-]{4,}\d")
"""Where these are not, slower forms need not be looked for."""
_SECRET: Final = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----(?:.{0,8000}?-----END [A-Z ]*PRIVATE KEY-----)?"
    r"|\b(?:sk|pk|rk)[-_](?:live|test|proj|ant|or)?[-_]?[A-Za-z0-9_-]{16,}"
    r"|\bgh[pousr]_[A-Za-z0-9]{20,}|\bgithub_pat_\w{20,}|\bglpat-[\w-]{16,}|\bhf_[A-Za-z0-9]{20,}"
    r"|\b(?:AKIA|ASIA)[A-Z0-9]{16}\b|\bAIza[\w-]{30,}|\bxox[abprs]-[\w-]{10,}|\bLTAI[A-Za-z0-9]{12,}"
    r"|\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}",
    re.DOTALL,
)
_TOLD_SECRET: Final = re.compile(
    r"(?:\b(?:passwords?|passwd|passphrase|pwd|pin(?: code)?|api[ _-]?key|secret(?:[ _-]key)?|"
    r"access[ _-]?token|auth[ _-]?token|kennwort|passwort)\b\s*(?:is|ist|:|=|：)\s*"
    r"|(?:密码|口令|密钥|令牌|验证码|通行码)\s*(?:是|为|:|：|=)\s*|\bBearer\s+)"
    r"[\"'“‘`]?([^\s\"'”’`,;，。；<>\[\]]{4,200})",
    re.IGNORECASE,
)
_UNLIKE_A_WORD: Final = re.compile(r"\d|[^\w-]|[a-z][A-Z]|_")
"""Some part of a password; a word that merely follows has none."""
_EMAIL: Final = re.compile(
    r"(?<![\w.+-])[A-Za-z0-9][\w.+-]{0,63}@[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}\.){1,8}[A-Za-z]{2,24}"
    r"(?![A-Za-z0-9])",
    re.ASCII,
)
_IBAN: Final = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b")
_LONG: Final = re.compile(r"(?<![\d.,-])\d(?:[ -]?\d){12,18}(?![\d-])(?!\.\d)")
_IDENTITY: Final = re.compile(
    r"(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)"
)
_SOCIAL: Final = re.compile(r"(?<![\d-])(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])")
_PHONE: Final = re.compile(
    r"(?<![\d+.-])(?:"
    r"(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}"
    r"|0\d{2,3}[- ]\d{7,8}"
    r"|[48]00-?\d{3}-?\d{4}"
    r"|(?:\+?1[-. ])?(?:\(\d{3}\) ?|\d{3}[-. ])\d{3}[-. ]\d{4}"
    r"|\+\d{1,3}(?:[ ./-]?\(?\d{1,5}\)?){2,6}"
    r"|0\d{2,5}[ /]\d{3,9}(?:[ -]\d{2,6}){0,3}"
    r")(?![\d.-]*\d)"
)
_TOLD_PHONE: Final = re.compile(
    r"(?:\b(?:tel|telephone|telefon|phone|mobile|cell|call|fax|whatsapp)\b\.?\s*"
    r"(?:number|no\.?|nummer)?\s*(?:is|ist|at|on|:|：)?\s*"
    r"|(?:电话|手机|座机|传真|微信)(?:号码|号)?\s*(?:是|为|:|：)?\s*)"
    r"(\+?\d[\d ()/.-]{4,18}\d)",
    re.IGNORECASE,
)
_NUMBER: Final = r"((?=[A-Z._/-]*\d[A-Z._/-]*\d)[A-Z\d](?:[A-Z\d]|[._/-](?=[A-Z\d])){3,39})"
"""Letters and digits, two of those at least."""
_ORDER: Final = re.compile(
    r"\b(?:orders?|invoice|ticket|case|tracking|customer|account|reference|ref|booking|contract|"
    r"policy|member(?:ship)?|reservation|shipment|parcel|confirmation|claim|serial|rma|"
    r"bestell|rechnungs|kunden|auftrags|vertrags)"
    r"(?P<sign>[\s-]?(?:numbers?|nummer|no\b\.?|nr\b\.?|id\b|code))?\s*(?:is|was|ist)?\s*"
    rf"(?P<mark>[:=#]\s*#?)?\s*{_NUMBER}",
    re.IGNORECASE,
)
_ORDER_HAN: Final = re.compile(
    r"(?:订单|工单|快递|运单|物流|发票|合同|客户|会员|流水|交易|保单|预约|预订|案件|账户|学|工|护照|驾照)"
    rf"(?P<sign>编号|号码|单号|号)\s*(?:是|为)?\s*(?P<mark>[:：])?\s*{_NUMBER}",
    re.IGNORECASE,
)
_HASH: Final = re.compile(r"(?<![\w&#])#(\d{5,20})\b")
_YEARS: Final = re.compile(r"(?:19|20)\d{2}(?:[./-](?:\d{1,2}|(?:19|20)\d{2})){0,2}")


def find_secrets(text: str) -> Iterator[Place]:
    """Keys of services, and what follows the word password."""
    if _RUN.search(text):
        yield from (match.span() for match in _SECRET.finditer(text))
    for match in _TOLD_SECRET.finditer(text):
        said = match[1].rstrip(".!?")
        if _UNLIKE_A_WORD.search(said):
            yield match.start(1), match.start(1) + len(said)


def find_emails(text: str) -> Iterator[Place]:
    if "@" in text:
        yield from (match.span() for match in _EMAIL.finditer(text))


def find_ibans(text: str) -> Iterator[Place]:
    for match in _IBAN.finditer(text):
        packed = match[0].replace(" ", "")
        digits = "".join(str(int(sign, 36)) for sign in packed[4:] + packed[:4])
        if int(digits) % 97 == 1:
            yield match.span()


def find_cards(text: str) -> Iterator[Place]:
    """Cards to pay with, and identity cards."""
    if not _DIGITS.search(text):
        return
    for match in _IDENTITY.finditer(text):
        if _is_identity(match[0]):
            yield match.span()
    for match in _LONG.finditer(text):
        if _is_card(re.sub(r"\D", "", match[0])):
            yield match.span()
    yield from (match.span() for match in _SOCIAL.finditer(text))


def find_phones(text: str) -> Iterator[Place]:
    if not _DIGITS.search(text):
        return
    for match in _PHONE.finditer(text):
        if 7 <= sum(sign.isdigit() for sign in match[0]) <= 15:
            yield match.span()
    for match in _TOLD_PHONE.finditer(text):
        if not _YEARS.fullmatch(match[1].strip()):
            yield match.span(1)


def find_orders(text: str) -> Iterator[Place]:
    """Numbers by which a business knows a person: of orders, invoices, customers."""
    for form in (_ORDER, _ORDER_HAN):
        for match in form.finditer(text):
            number = match[3]
            meant = match["sign"] or match["mark"] or not number.isdecimal()
            if meant and not _YEARS.fullmatch(number):
                yield match.span(3)
    yield from (match.span(1) for match in _HASH.finditer(text))


def _is_card(digits: str) -> bool:
    """Whether a number begins as those of payment cards do, and its check digit is right."""
    total = 0
    for place, sign in enumerate(reversed(digits)):
        digit = int(sign) * (1 + place % 2)
        total += digit - 9 * (digit > 9)
    return digits[0] in "23456" and total % 10 == 0


def _is_identity(number: str) -> bool:
    """Whether the check digit of a Chinese identity number is right."""
    total = sum(int(sign) * pow(2, 17 - place, 11) for place, sign in enumerate(number[:17]))
    return "10X98765432"[total % 11] == number[17].upper()
