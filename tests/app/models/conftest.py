"""A hub on this computer, and the whole application with it as its hub."""

import pytest
from helpers.fakehub import FakeHub
from helpers.tiny_gguf import CHATML, write_tiny_gguf
from helpers.window import running

TALKER = "maker/Talker-8B-GGUF"


@pytest.fixture
def tiny(tmp_path):
    """A model file that llama.cpp loads."""
    return write_tiny_gguf(
        tmp_path / "tiny.gguf", template=CHATML, metadata={"general.name": "Tiny"}
    )


@pytest.fixture
def hub(tiny):
    """One repository of two files, a gated one, and one that only its licence tells of."""
    data = tiny.read_bytes()
    with FakeHub(members=["hf_member"]) as hub:
        card = {"license": "apache-2.0", "language": ["en", "zh"]}
        files = {"Talker-8B-Q4_K_M.gguf": data, "Talker-8B-Q8_0.gguf": data + bytes(32)}
        hub.add(TALKER, files, card=card, downloads=1200, likes=7)
        gated = {"Shy-1B-Q4_K_M.gguf": data}
        hub.add("maker/Shy-1B-GGUF", gated, card={"license": "gemma"}, gated="manual")
        giant = {"Giant-900B-Q4_K_M.gguf": data}
        hub.add("maker/Giant-900B-GGUF", giant, card={"license": "cc-by-nc-4.0"}, downloads=5)
        yield hub


@pytest.fixture
def application(home, hub):
    with running(home, endpoint=hub.endpoint) as application:
        yield application


@pytest.fixture
def page(qtbot, application):
    """The page of models, in sight."""
    application.window.resize(1280, 800)
    application.window.show_models()
    qtbot.waitUntil(lambda: application.window.hub.page is not None)
    return application.window.hub.page
