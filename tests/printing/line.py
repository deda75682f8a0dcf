"""A network line to a print server that loses what it is told to lose."""

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler
from typing import Any

from counter_app.printing.ipp import Operation


@dataclass
class Line:
    """`lost` says of an operation what never gets through: "question" or "answer"."""

    port: int = 0
    lost: dict[Operation, str] = field(default_factory=dict)


@contextmanager
def line_to(server_port: int) -> Iterator[Line]:
    line = Line()

    class Relay(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            (operation,) = struct.unpack_from(">h", body, 2)
            lost = line.lost.get(Operation(operation))
            if lost == "question":
                return
            onward = HTTPConnection("127.0.0.1", server_port)
            onward.request("POST", self.path, body, {"Content-Type": "application/ipp"})
            response = onward.getresponse()
            answer = response.read()
            onward.close()
            if lost == "answer":
                return
            self.send_response(response.status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *args: Any) -> None:
            """Tests read what comes out, not a log."""

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Relay) as relay:
        line.port = relay.server_address[1]
        thread = threading.Thread(target=relay.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield line
        finally:
            relay.shutdown()
            thread.join()
