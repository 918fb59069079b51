"""Standard output that cannot be written: closed from the start, or full; said in a sentence at most."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager


class AnswerUnwritten(BaseException):
    """The answer is there, but its file or device does not take it; the text says why.

    No Exception, as it ends a command like an interrupt: handlers of errors would answer on the same stream.
    """


def open_closed() -> bool:
    """Put the null device where a standard stream was closed; True where that is the output.

    Without it, the next file or socket opened would become the standard output of us and all we start.
    """
    closed = sys.stdout is None
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free: this one
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, io.TextIOWrapper(io.FileIO(os.devnull, "w"), encoding="utf-8"))
    return closed


@contextmanager
def answering() -> Iterator[None]:
    """Writing of an answer, to the last byte; AnswerUnwritten where that fails."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        raise  # its reader has gone, which is no failure
    except OSError as error:
        raise AnswerUnwritten(error.strerror or str(error)) from error
