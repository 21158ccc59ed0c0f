"""Files and answers that are nested without end: no list and no search breaks on them."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from engine.errors import NetworkError
from engine.files import load_settings
from engine.hub.client import HubClient
from engine.hub.downloads.folder import left
from engine.hub.gate import Gate
from engine.hub.library import Library
from engine.hub.programs import Store, other_programs
from engine.hub.tokens import Tokens
from engine.hub.trash import Trash
from engine.paths import Home

DEEP = b'{"other":' + b"[" * 300_000 + b"]" * 300_000 + b"}"


def put(path):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(DEEP)


def test_manifests_of_other_programs(tmp_path):
    put(tmp_path / "manifests/registry.ollama.ai/library/a/b")
    library = Library(Home(tmp_path / "home"), {}, [Store("ollama", tmp_path)])
    assert library.everything() == []


def test_settings_of_other_programs(tmp_path):
    put(tmp_path / ".config/Jan/settings.json")
    put(tmp_path / ".local/share/Jan/settings.json")
    put(tmp_path / ".lmstudio/settings.json")
    assert other_programs({}, tmp_path, "linux")


def test_our_own_files(tmp_path, expected_log):
    expected_log("models.json cannot be understood")
    expected_log("settings.json cannot be understood")
    home = Home(tmp_path)
    for path in (home.headings, home.model_defaults, home.models / ".trash/a/record.json"):
        put(path)
    library = Library(home, {})
    assert library.everything() == []
    assert library.defaults("a").n_ctx == 0
    assert Trash(home.models).list() == []
    put(home.models / ".downloads/0123/journal")
    assert left(home.models) == []
    put(home.settings)
    assert load_settings(home.settings).offline is False


class _Deep(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(DEEP)))
        self.end_headers()
        self.wfile.write(DEEP)

    def log_message(self, *_):
        pass


def test_answers():
    with HTTPServer(("127.0.0.1", 0), _Deep) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        endpoint = f"http://127.0.0.1:{server.server_port}"
        client = HubClient(Gate(), Tokens(endpoint), endpoint)
        with pytest.raises(NetworkError, match="no hub of models"):
            client.search("x")
        server.shutdown()
        thread.join()
