"""Logs: one JSON object a line in the home, plain lines on the terminal.

A message holds identifiers and counts, never case text or an uploaded file's name. What is passed
in ``extra`` under a name of CONTEXT is kept as a field of its own; nothing else is.
"""

import contextlib
import json
import logging
import sys
from collections.abc import Iterator
from contextvars import ContextVar
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path

CONTEXT = frozenset({"reference", "job", "task", "method", "path", "status", "milliseconds"})
MAX_BYTES = 10 * 1024 * 1024
FILES_KEPT = 5

_OURS = "reviews"

_request: ContextVar[str | None] = ContextVar("request", default=None)


@contextlib.contextmanager
def request_logged_as(identifier: str) -> Iterator[None]:
    """Give every message from within the identifier of the request it belongs to."""
    token = _request.set(identifier)
    try:
        yield
    finally:
        _request.reset(token)


def current_request() -> str | None:
    """The identifier of the request being answered, which an error page shows its reader."""
    return _request.get()


class JsonLines(logging.Formatter):
    """A log record as one JSON object on one line, times in UTC."""

    def format(self, record: logging.LogRecord) -> str:
        """``record`` with its time, level, source, message, request and context."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "source": record.name,
            "message": record.getMessage(),
        }
        request = current_request()
        if request is not None:
            line["request"] = request
        line |= {name: value for name, value in vars(record).items() if name in CONTEXT}
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def configure_logging(
    level: str, *, process: str, folder: Path | None = None, terminal_level: str | None = None
) -> None:
    """Send what is logged at ``level`` or above to stderr and to ``folder/process.log``.

    ``terminal_level`` shows only what is more important on stderr.

    Each process needs a name of its own: two that turned over the same file would lose lines.
    Called once, by a composition root; a second call replaces the first.
    """
    terminal = logging.StreamHandler(sys.stderr)
    terminal.setLevel(terminal_level or level)
    terminal.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handlers: list[logging.Handler] = [terminal]
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = RotatingFileHandler(
            folder / f"{process}.log", maxBytes=MAX_BYTES, backupCount=FILES_KEPT, encoding="utf-8"
        )
        file.setFormatter(JsonLines())
        handlers.append(file)
    root = logging.getLogger()
    for former in [handler for handler in root.handlers if handler.name == _OURS]:
        root.removeHandler(former)
        former.close()
    for handler in handlers:
        handler.set_name(_OURS)
        root.addHandler(handler)
    root.setLevel(level)
    # SQL text and request lines of the HTTP client may quote what people typed.
    for name in ("sqlalchemy.engine", "httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
