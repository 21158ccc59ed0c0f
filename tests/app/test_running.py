"""What the window takes along when it starts."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_no_start_waits_for_numbers_or_parsers():
    heavy = ("numpy", "torch", "llama_cpp", "pypdfium2", "lxml", "pyqtgraph")
    code = f"import sys, app.running; print([name for name in {heavy} if name in sys.modules])"
    command = [sys.executable, "-c", code]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
