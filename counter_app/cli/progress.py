"""A bar on stderr for long work, where someone watches it."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from counter_app.words import say

Tell = Callable[[str, int, int], None]
"""Takes the words code of what is being done, how much of it is done, and how much there is."""


@contextmanager
def progress(language: str) -> Iterator[Tell]:
    """Gone when the work is done; nothing of it reaches a file or a pipe."""
    from rich.console import Console  # noqa: PLC0415 - the window loads no bars
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
    ) as bar:
        task = bar.add_task("", total=None)
        yield lambda code, done, total: bar.update(
            task, description=say(code, language), completed=done, total=total
        )
