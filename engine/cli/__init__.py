"""The command line: `puna COMMAND`, headless, on the same engine as the window.

One module a command group, each thin. Every command takes `--json`: JSON lines on standard output
and nothing else there; everything for people who watch goes to standard error. Exit codes: 0 done,
2 wrong usage, 3 an error the user can fix, 70 our bug, 130 interrupted.
"""

from engine.cli.main import COMMANDS, main

__all__ = ["COMMANDS", "main"]
