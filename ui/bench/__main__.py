"""python -m ui.bench empty | start HOME | day HOME TICKETS WAITING | visits HOME FOLDER, for which
cards come as a JSON list on stdin.

Each line on stdout is a JSON object: {"code", "done", "total"} on the way, the answer at last.
"""

import sys
from importlib import import_module

_PARTS = {part: f"ui.bench.{part}" for part in ("day", "empty", "start", "visits")}

part, *rest = sys.argv[1:]
import_module(_PARTS[part]).main(*rest)
