"""What the window loads before it is there: clerks wait for it every morning."""

import subprocess
import sys

DRAWING = {"reportlab", "uharfbuzz", "PIL", "pypdfium2", "pikepdf", "pyhanko", "zxingcpp"}


def test_nothing_that_draws_pages_is_loaded_before_the_window() -> None:
    loaded = f"import sys, ui.app, ui.frame.desk; print(*sorted({DRAWING} & {{*sys.modules}}))"
    done = subprocess.run(
        [sys.executable, "-c", loaded], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == []
