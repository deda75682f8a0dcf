"""python -m ui.bench empty | start HOME | visits HOME FOLDER, cards as a JSON list on stdin.

Each line on stdout is a JSON object: {"code", "done", "total"} on the way, the answer at last.
"""

import sys
from importlib import import_module

_PARTS = {"empty": "ui.bench.empty", "start": "ui.bench.start", "visits": "ui.bench.visits"}

part, *rest = sys.argv[1:]
import_module(_PARTS[part]).main(*rest)
