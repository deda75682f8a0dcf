"""The file of which every page is copied and stamped: chosen, dropped, typed or pasted."""

from functools import partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, QUrl, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QFileDialog, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from counter_app.errors import Refusal
from ui.base.backend import Backend
from ui.base.notices import announce
from ui.base.session import Session
from ui.kit.inputs import CheckButton
from ui.kit.pair import Pair
from ui.kit.parts import KeyButton, Label, restyle

if TYPE_CHECKING:
    from counter_app.main import Counter

FILES = "(*.pdf *.jpg *.jpeg *.png *.tif *.tiff *.bmp *.webp)"


class Enclosure(QWidget):
    """Reads the file on the worker for drawing and tells how far it is; Esc stops it.

    `changed` when there are other pages than before.
    """

    changed = Signal()
    _told = Signal(object, int, int)

    def __init__(self, counter: "Counter", backend: Backend, session: Session) -> None:
        super().__init__()
        self._counter = counter
        self._backend = backend
        self._session = session
        self._stop = Event()
        self.reading = False
        self._file = ""
        self._refusal: Refusal | None = None
        self.pages: tuple[bytes, ...] = ()
        self.label = Label("subtle")
        self.path = QLineEdit()
        self.choose = KeyButton("Ctrl+O")
        self.progress = QProgressBar(textVisible=False)
        self.state = Label("small", wrap=True)
        self.sure = CheckButton()
        self.label.setBuddy(self.path)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for part in (
            self.label,
            Pair(self.path, self.choose),
            self.progress,
            self.state,
            self.sure,
        ):
            layout.addWidget(part)
        self.path.returnPressed.connect(self._try_again)
        self.path.editingFinished.connect(self._enter)
        self.choose.clicked.connect(self.ask_for_file)
        self._told.connect(self._show_progress)
        self.sure.toggled.connect(self.changed)
        session.language_changed.connect(self.retranslate)
        self.take_drops_on(self)
        self.path.setAcceptDrops(False)  # a dropped file is read, not written there
        self.retranslate()
        self.hide()

    def retranslate(self) -> None:
        say = self._session.say
        self.label.setText(say("ui_request.file"))
        self.path.setAccessibleName(say("ui_request.file"))
        self.path.setPlaceholderText(say("ui_request.file_hint"))
        self.choose.setText(say("ui_request.choose_file"))
        self.sure.setText(say("ui_request.anyway"))
        self._show()

    def start_over(self) -> None:
        """No file."""
        self._stop.set()
        self.reading, self._file, self._refusal, self.pages = False, "", None, ()
        self.path.setText("")
        self._doubt_nothing()
        self._show()

    def read(self, path: Path) -> None:
        """Every page of the file, in place of what was read before."""
        self._stop.set()
        self._stop = stop = Event()
        self._file, self._refusal, self.pages, self.reading = str(path), None, (), True
        self.path.setText(str(path))
        self._doubt_nothing()
        self._show()
        self.changed.emit()
        self._backend.render(
            self._counter.read_enclosed,
            path,
            partial(self._tell, stop),
            then=partial(self._take, stop),
            refused=partial(self._refuse, stop),
            replacing="enclosure",
        )

    def hear(self, code: str) -> None:
        """Why it cannot be issued, "" if it can: of a paper that proves nothing here there is a
        tick to be set."""
        doubted = code.startswith("certificates.enclosure_doubt")
        self.sure.setVisible(doubted or self.sure.isChecked())

    @property
    def stop(self) -> QWidget:
        """Where to mend what was refused."""
        return self.path if self.sure.isHidden() else self.sure

    def _doubt_nothing(self) -> None:
        """Of another file the clerk says it anew."""
        with QSignalBlocker(self.sure):
            self.sure.setChecked(False)
        self.sure.hide()

    def ask_for_file(self) -> None:
        """The system's own window to choose a file; the work goes on behind it."""
        title, kinds = self._session.say("ui_request.file"), self._session.say("ui_request.files")
        folder = str(Path(self._file).parent) if self._file else ""
        dialog = QFileDialog(self.window(), title, folder, f"{kinds} {FILES}")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._chosen)
        dialog.open()

    def take_drops_on(self, place: QWidget) -> None:
        """A file dropped anywhere on `place` is read."""
        place.setAcceptDrops(True)
        place.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QDragEnterEvent | QDropEvent) or self.isHidden():
            return super().eventFilter(watched, event)
        files = [url for url in event.mimeData().urls() if url.isLocalFile()]
        if len(files) != 1:
            return False
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            self.read(Path(files[0].toLocalFile()))
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.reading:
            self.start_over()
            self.changed.emit()
        else:
            super().keyPressEvent(event)

    def _try_again(self) -> None:
        """Enter where a file was refused: it may be another one by now."""
        if self._refusal:
            self._file = ""

    def _enter(self) -> None:
        text = self.path.text().strip()
        if not text:
            if self._file:
                self.start_over()
                self.changed.emit()
            return
        path = written_path(text)
        if str(path) != self._file:
            self.read(path)

    def _chosen(self, path: str) -> None:
        self.read(Path(path))
        self.path.setFocus()

    def _tell(self, stop: Event, done: int, total: int) -> None:
        """On the worker."""
        if stop.is_set():
            raise Refusal("certificates.enclosure_stopped")
        try:
            self._told.emit(stop, done, total)
        except RuntimeError:  # the clerk has left, and the form with them
            raise Refusal("certificates.enclosure_stopped") from None

    def _show_progress(self, stop: Event, done: int, total: int) -> None:
        if stop is self._stop and self.reading and total:
            self.progress.setMaximum(total)
            self.progress.setValue(done)
            words = self._session.say("ui_request.reading_pages", done=done, total=total)
            self.state.setText(words)

    def _take(self, stop: Event, pages: tuple[bytes, ...]) -> None:
        if stop is self._stop and not stop.is_set():
            self.pages, self.reading = pages, False
            self._show()
            announce(self.path, self.state.text())
            self.changed.emit()

    def _refuse(self, stop: Event, refusal: Refusal) -> None:
        if stop is self._stop and not stop.is_set():
            self._refusal, self.reading = refusal, False
            self._show()
            announce(self.path, self.state.text(), urgent=True)
            self.changed.emit()

    def _show(self) -> None:
        say, refusal = self._session.say, self._refusal
        restyle(self.path, state="error" if refusal else "")
        restyle(self.state, look="problem" if refusal else "small")
        self.progress.setVisible(self.reading)
        if refusal:
            self.state.setText(say(refusal.code, **refusal.fields))
        elif self.reading:
            self.progress.setMaximum(0)
            self.state.setText(say("ui_request.reading"))
        elif self.pages:
            name = Path(self._file).name
            self.state.setText(say("ui_request.read", name=name, pages=len(self.pages)))
        else:
            self.state.setText(say("ui_request.drop_hint"))


def written_path(text: str) -> Path:
    """A path as it is typed, or pasted from a file manager: in quotes, as an address, from ~."""
    text = text.strip().strip("\"'")
    path = Path(QUrl(text).toLocalFile() if text.startswith("file:") else text)
    try:
        return path.expanduser()
    except RuntimeError:  # of nobody here
        return path
