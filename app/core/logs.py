"""What the server writes about itself: what happened, never what was said (R12).

An exception's own text may quote what somebody sent, and the web server's own lines hold addresses
and query strings; so only types and places in the code are written, and only its warnings.
"""

import logging
import sys
import traceback
from types import TracebackType

_Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class QuietFormatter(logging.Formatter):
    """Time, level, place, message; exceptions without their texts."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        # Another handler's formatter may have left its own, fuller text here.
        record.exc_text = None
        return super().format(record)

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's own name
        # The event loop lists what it was doing below its first line, exceptions' texts included.
        record.message = record.message.partition("\n")[0]
        return super().formatMessage(record)

    def formatException(self, ei: _Raised) -> str:  # noqa: N802 - logging's own name
        kind, _, trace = ei
        places = [
            f"  {frame.filename}:{frame.lineno} in {frame.name}"
            for frame in traceback.extract_tb(trace)
        ]
        return "\n".join([f"  {kind.__name__ if kind else 'unknown'}", *places])


def configure_logs() -> None:
    """Everything to standard error, in one format; libraries only when something is wrong."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(QuietFormatter())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("app").setLevel(logging.INFO)
