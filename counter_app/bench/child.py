"""Asks `python -m ui.bench`: a process of its own, because nothing here may load Qt."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from typing import IO, Any

from counter_app.cli.progress import Tell
from counter_app.errors import Refusal

Said = dict[str, Any]


def ask(tell: Tell, *asked: str, given: object = None) -> Said:
    """What it answers. `given` goes to its standard input as JSON; each line it says is JSON too,
    {"code", "done", "total"} while it works and the answer at last.

    Raises Refusal bench.window.
    """
    with tempfile.TemporaryFile("w+", encoding="utf-8") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "ui.bench", *asked],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            env=_environment(),
            encoding="utf-8",
        )
        with process:
            try:
                answer = _listen(process, given, tell)
            except BaseException:
                process.kill()
                raise
        if process.returncode or answer is None:
            errors.seek(0)
            problem = (errors.read().strip() or "?").splitlines()[-1]
            raise Refusal("bench.window", problem=problem)
        return answer


def _environment() -> dict[str, str]:
    """Where there is no display, Qt draws into memory."""
    shown = sys.platform in ("win32", "darwin") or {"DISPLAY", "WAYLAND_DISPLAY"} & set(os.environ)
    return dict(os.environ) if shown else {"QT_QPA_PLATFORM": "offscreen", **os.environ}


def _listen(process: subprocess.Popen[str], given: object, tell: Tell) -> Said | None:
    answer = None
    for said in _conversation(process.stdin, process.stdout, given):
        if "code" in said:
            tell(said["code"], said["done"], said["total"])
        else:
            answer = said
    return answer


def _conversation(stdin: IO[str] | None, stdout: IO[str] | None, given: object) -> Iterator[Said]:
    if stdin is None or stdout is None:
        return
    with stdin:
        json.dump(given, stdin)
    yield from map(json.loads, stdout)
