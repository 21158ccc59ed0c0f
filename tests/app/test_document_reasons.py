"""Files that cannot be read are spoken of in words of their own."""

import re

import pytest

from app.document_reasons import DocumentReasons
from engine.errors import DocumentError

# As the docstring of the error names them.
FAULTS = re.findall(r"`(\w+)`", (DocumentError.__doc__ or "").partition("`fault`:")[2])


@pytest.fixture
def reasons(qapp):
    return DocumentReasons()


def test_there_are_faults_to_word():
    assert "encrypted" in FAULTS
    assert len(FAULTS) > 10


@pytest.mark.parametrize("fault", FAULTS)
def test_every_fault_has_words_of_its_own(reasons, fault):
    known = reasons.document(DocumentError("/a/b.pdf", fault, "so it is").values)
    other = reasons.document(DocumentError("/a/b.pdf", "odd", "so it is").values)
    assert known.text != other.text
    assert "b.pdf" in known.text
    assert "/a/" not in known.text
    assert known.advice
    assert reasons.short({"fault": fault}) != reasons.short({"fault": "odd"})


def test_a_fault_of_a_newer_engine_keeps_its_reason(reasons):
    said = reasons.document(DocumentError("/a/b.pdf", "odd", "so it is.").values)
    assert "so it is." in said.text
    assert ".." not in said.text
