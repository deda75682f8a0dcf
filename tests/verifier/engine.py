"""Qt's Chromium, driven as Chromium itself is: DevTools messages in by stdin, answers by stdout.

`python -m tests.verifier.engine FLAG...` for machines whose own Chromium is none or a snap.
"""

import json
import os
import socket
import sys

from PySide6.QtCore import QObject, QSocketNotifier, QTimer, QUrl
from PySide6.QtNetwork import QNetworkAccessManager, QNetworkReply, QNetworkRequest
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWebSockets import QWebSocket
from PySide6.QtWidgets import QApplication


class Bridge(QObject):
    def __init__(self, port: int) -> None:
        super().__init__()
        self._address = QUrl(f"http://127.0.0.1:{port}/json/version")
        self._network = QNetworkAccessManager(self)
        self._network.finished.connect(self._found)
        self._socket = QWebSocket(parent=self)
        self._socket.connected.connect(self._listen)
        self._socket.textMessageReceived.connect(self._answer)
        self._input = QSocketNotifier(0, QSocketNotifier.Type.Read, self)
        self._input.setEnabled(False)
        self._input.activated.connect(self._forward)
        self._rest = b""
        self._ask()

    def _ask(self) -> None:
        self._network.get(QNetworkRequest(self._address))

    def _found(self, reply: QNetworkReply) -> None:
        if reply.error() != QNetworkReply.NetworkError.NoError:
            QTimer.singleShot(100, self, self._ask)  # it is starting
        else:
            told = json.loads(bytes(reply.readAll().data()))
            self._socket.open(QUrl(told["webSocketDebuggerUrl"]))
        reply.deleteLater()

    def _listen(self) -> None:
        self._input.setEnabled(True)

    def _forward(self) -> None:
        read = os.read(0, 1 << 20)
        if not read:
            QApplication.quit()
        *messages, self._rest = (self._rest + read).split(b"\0")
        for message in messages:
            self._socket.sendTextMessage(message.decode())

    def _answer(self, message: str) -> None:
        sys.stdout.buffer.write(message.encode() + b"\0")
        sys.stdout.buffer.flush()


def main() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    os.environ |= {
        "QT_QPA_PLATFORM": "offscreen",
        "QTWEBENGINE_REMOTE_DEBUGGING": f"127.0.0.1:{port}",
        "QTWEBENGINE_DISABLE_SANDBOX": "1",
        "QTWEBENGINE_CHROMIUM_FLAGS": " ".join(f'"{flag}"' for flag in sys.argv[1:]),
    }
    app = QApplication(sys.argv[:1])
    view = QWebEngineView()
    view.load(QUrl("about:blank"))
    view.show()
    bridge = Bridge(port)
    app.exec()
    del bridge, view


if __name__ == "__main__":
    main()
