"""How much of the log one event takes."""

import logging


class RefusedInOneLine(logging.Filter):
    """A refused request (4xx) is no fault of this server: one line at WARNING, without the traceback Django adds."""

    def filter(self, record: logging.LogRecord) -> bool:
        if 400 <= getattr(record, "status_code", 0) < 500:
            record.exc_info = None
            if record.levelno > logging.WARNING:
                record.levelno, record.levelname = logging.WARNING, logging.getLevelName(logging.WARNING)
        return True
