"""`puna`: opens the window, or passes a command on to the command line. Imports no Qt by itself.

Also the last nets: what nobody caught is written to the log and told in one line, exit code 70.
"""

from __future__ import annotations

import argparse
import logging
import sys
import threading
import traceback
from collections.abc import Sequence
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from engine.paths import Home

BUG = 70
LOG_BYTES = 1_000_000

log = logging.getLogger("puna")


def main(argv: Sequence[str] | None = None) -> int:
    """Run Puna with these arguments; returns the exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if is_command(arguments):
        from engine.cli import main as command_line

        return command_line(arguments)
    options = parse(arguments)
    home = Home(options.home.absolute()) if options.home else Home.default()
    log_file = start_log(home)
    try:
        if options.command == "shots":
            from app.shots import shots

            return shots(options.out, demo=options.demo, looks=options.look)
        from app.running import run

        return run(
            home,
            file=str(options.file.absolute()) if options.file else "",
            demo=options.demo,
            quit_after_reply=options.quit_after_reply,
        )
    except Exception:  # the last net: one line, the log, and the exit code of a bug
        log.exception("uncaught")
        last = traceback.format_exc().strip().rsplit("\n", 1)[-1]
        sys.stderr.write(f"Puna has a fault: {last}. Details: {log_file}\n")
        return BUG


def is_command(arguments: Sequence[str]) -> bool:
    """Whether the first word is a command of the command line, and not a file or an option."""
    words = iter(arguments)
    for word in words:
        if word == "--home":
            next(words, None)
        elif not word.startswith("-"):
            from engine.cli import COMMANDS

            return word in COMMANDS
    return False


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """The options of the window; leaves with exit code 2 where they are wrong."""
    parser = argparse.ArgumentParser(
        prog="puna",
        description="A private chat with open language models on your own computer.",
        epilog="Commands without a window: puna chat, chats, embed, models, train, evaluate, "
        "bench, doctor (each has --help).",
    )
    parser.add_argument(
        "file", nargs="?", metavar="FILE", help="open this model (.gguf) or backup file (.puna)"
    )
    parser.add_argument("--home", type=Path, help="folder for all data, instead of the default")
    parser.add_argument("--demo", action="store_true", help="a scripted model, nothing is loaded")
    parser.add_argument(
        "--quit-after-reply",
        action="store_true",
        help="ask one sample question, print the reply and quit",
    )
    parser.add_argument("--out", type=Path, help="with `shots`: folder for the pictures")
    parser.add_argument(
        "--look",
        action="append",
        default=[],
        choices=("light-en", "dark-en", "light-zh_CN"),
        help="with `shots`: only in this look; repeatable",
    )
    parser.add_argument("--version", action="version", version=f"puna {version()}")
    options = parser.parse_args(arguments)
    options.command = "shots" if options.file == "shots" else ""
    if options.command and options.out is None:
        parser.error("shots needs --out DIR")
    if options.command:
        options.file = None
    elif options.file is not None:
        options.file = Path(options.file)
        if options.file.suffix.lower() not in (".gguf", ".puna"):
            parser.error(f"{options.file} is neither a command nor a .gguf or .puna file")
    return options


def version() -> str:
    """The version of the installed distribution."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        return installed("puna")
    except PackageNotFoundError:
        return "(not installed)"


def start_log(home: Home) -> Path:
    """Log to a file of the home, never what was said in a chat; returns its path."""
    path = home.logs / "puna.log"
    handler: logging.Handler
    try:
        home.logs.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(path, maxBytes=LOG_BYTES, backupCount=2, encoding="utf-8")
    except OSError:
        handler = logging.StreamHandler()
        handler.setLevel(logging.ERROR)  # a home that cannot be written is told by the window
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    threading.excepthook = lambda args: report(args.exc_type, args.exc_value, args.exc_traceback)
    sys.excepthook = report
    return path


def report(
    kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
) -> None:
    """Log an exception nobody caught."""
    if error is not None and not issubclass(kind, KeyboardInterrupt):
        log.error("uncaught", exc_info=(kind, error, trace))


if __name__ == "__main__":
    sys.exit(main())
