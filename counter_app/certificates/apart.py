"""Strangers' files are drawn by another process, which is ended when it takes too long.

What comes back is sizes and pixels, which cannot be anything but a picture; the file goes in by a
pipe, so no temporary file has it. The process is given an empty environment.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic
from typing import IO

from PIL import Image

from counter_app.certificates.drawing_apart import LONGEST_PX, MOST_PAGES, PAGE_SECONDS
from counter_app.errors import Refusal

_PROGRAM = Path(__file__).with_name("drawing_apart.py")
_NEEDED = ("SYSTEMROOT", "LD_LIBRARY_PATH")
"""What a program may not start without."""
_LOOK = 0.1
"""Seconds between two looks whether it is still wanted."""
_CHANNELS = {"L": 1, "RGB": 3}
_REASONS = ("bomb", "broken", "locked", "long", "pixels", "shape")
_LONGEST_LINE = 200

Told = Callable[[int, int], object]
"""Called with each page and ten times a second: how many are read, of how many (0 until that is
known). May raise a Refusal, which ends the reading at once."""
_Said = tuple[int, bytes] | Refusal | None
"""How many pages there are and one of them; why there is none; None at the end."""


def draw_apart(data: bytes, told: Told, seconds: float = PAGE_SECONDS) -> tuple[bytes, ...]:
    """The pages of a PDF or a picture, each as a JPEG; `seconds`: of the clock, for one page.

    Raises Refusal certificates.enclosure_bomb, .enclosure_broken, .enclosure_locked,
    .enclosure_long (most), .enclosure_pixels, .enclosure_shape.
    """
    environment = {name: os.environ[name] for name in _NEEDED if name in os.environ}
    with subprocess.Popen(
        [sys.executable, "-I", str(_PROGRAM)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    ) as child:
        said: SimpleQueue[_Said] = SimpleQueue()
        listener = Thread(target=_listen, args=(child, data, said), daemon=True)
        listener.start()
        try:
            return _gathered(said, told, seconds)
        finally:
            child.kill()
            listener.join()


def _gathered(said: SimpleQueue[_Said], told: Told, seconds: float) -> tuple[bytes, ...]:
    made: list[bytes] = []
    known, deadline = 0, monotonic() + seconds
    while True:
        try:
            heard = said.get(timeout=_LOOK)
        except Empty:
            heard = _refusal("bomb") if monotonic() > deadline else (known, b"")
        if heard is None:
            return tuple(made)
        if isinstance(heard, Refusal):
            raise heard
        known, page = heard
        if page:
            made.append(page)
            deadline = monotonic() + seconds
        told(len(made), known)


def _listen(child: "subprocess.Popen[bytes]", data: bytes, said: SimpleQueue[_Said]) -> None:
    """On a thread of its own: no wait for a pipe can be bounded everywhere."""
    into, out = child.stdin, child.stdout
    if into is None or out is None:
        return
    try:
        with into:
            into.write(data)
    except OSError:
        pass  # it has ended; what it said tells why
    for _ in range(MOST_PAGES + 1):
        try:
            heard = _heard(out)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            heard = _refusal("broken")
        said.put(heard)
        if not isinstance(heard, tuple):
            return
    said.put(_refusal("broken"))


def _heard(out: IO[bytes]) -> _Said:
    """Of a process that died: it was refused memory or seconds, or the file made it die."""
    line = out.readline(_LONGEST_LINE)
    if not line:
        return _refusal("bomb")
    head = json.loads(line)
    if head.get("end") is True:
        return None
    if (why := head.get("refused")) in _REASONS:
        return _refusal(why)
    total, mode, (width, height) = int(head["total"]), head["mode"], map(int, head["size"])
    if not (0 < total <= MOST_PAGES and 0 < width <= LONGEST_PX and 0 < height <= LONGEST_PX):
        raise ValueError
    pixels = out.read(width * height * _CHANNELS[mode])
    made = BytesIO()
    Image.frombytes(mode, (width, height), pixels).save(made, "JPEG", quality=82)
    return total, made.getvalue()


def _refusal(why: str) -> Refusal:
    fields = {"most": MOST_PAGES} if why == "long" else {}
    return Refusal(f"certificates.enclosure_{why}", **fields)
