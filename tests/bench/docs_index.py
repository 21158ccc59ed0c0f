"""Questions from the index of a book: Bash's manual, as Debian packages it.

An entry of its index of concepts is a question; the section that it names is the answer. Only in
English: none of the manuals in Chinese that are fetched has an index. Knows no search.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from debian_docs import unpacked
from lxml import html

DOCUMENT = "bash"
_HEADINGS = "./*[self::h2 or self::h3 or self::h4 or self::h5]"


@dataclass(frozen=True, slots=True)
class Entry:
    """What the index says, and the id of the section that it names."""

    text: str
    section: str


def manual() -> html.HtmlElement:
    """The whole manual, which is one file."""
    path = unpacked("bash-doc") / "doc/bash/bashref.html"
    return html.fromstring(path.read_bytes())


def chapters(tree: html.HtmlElement) -> Iterator[tuple[str, str, html.HtmlElement]]:
    """Each chapter: its id, its title, and the element that it is."""
    for element in tree.iterfind(".//div[@class='chapter']"):
        yield element.get("id"), title(element), element


def title(element: html.HtmlElement) -> str:
    """The heading of a section without its number; nothing where `element` is none."""
    found = element.xpath(_HEADINGS)
    if element.tag != "div" or not element.get("id") or not found:
        return ""
    return " ".join(found[0].text_content().split()[1:])


def entries(tree: html.HtmlElement) -> Iterator[Entry]:
    """The entries of at least two words, each once: "expansion, filename" is "filename expansion"
    again. What is defined in a list of words is left out: the list answers nothing else."""
    seen = set()
    for row in tree.iterfind(".//table[@class='index-cp']//tr"):
        links = row.findall(".//a")
        if len(links) != 2:
            continue
        text, section = links[0].text_content().strip(), links[1].get("href").lstrip("#")
        words = frozenset(text.lower().replace(",", "").split())
        if len(words) >= 2 and section != "Definitions" and (words, section) not in seen:
            seen.add((words, section))
            yield Entry(text, section)
