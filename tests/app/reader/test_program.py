"""What is handed to the desktop."""

import pytest

from app.reader.program import opens_itself


@pytest.mark.parametrize("name", ["a.pdf", "A.DOCX", "/x/y.md", "b.epub", "c.eml", "d.html"])
def test_documents_are_opened(name):
    assert opens_itself(name)


@pytest.mark.parametrize("name", ["a.py", "b.bat", "c.sh", "d.js", "e.desktop", "f", "g.pdf.exe"])
def test_of_what_a_system_might_run_the_folder_is_opened(name):
    assert not opens_itself(name)
