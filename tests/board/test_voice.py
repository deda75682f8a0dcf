"""The voice: real espeak-ng into real sound, heard through ALSA as what would leave the PC."""

import shutil
import wave
from array import array
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest

from counter_app.announcements.commands import Commands, Unheard
from counter_app.announcements.espeak import VOICES, Espeak, espeak
from counter_app.announcements.sentences import Part, spoken
from counter_app.announcements.settings import VoiceSettings
from counter_app.announcements.sound import speaker
from counter_app.announcements.voice import CHIME, Voice, voice
from counter_app.queue.categories import LANGUAGES
from tests.board.calls import call
from tests.board.recorder import Recorder

WITHOUT = {"mn", "km"}
"""espeak-ng 1.51 has no voice for Mongolian and Khmer."""
KOREAN = Part("ko", "이, 백사번 고객님, 삼번 창구로 오시기 바랍니다.")
VIETNAMESE = Part("vi", "Mời khách số E, 104 đến quầy số 3.")


def seconds(wav: Path) -> float:
    with wave.open(str(wav)) as file:
        return float(file.getnframes() / file.getframerate())


@pytest.fixture
def heard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], float]:
    """A sound card that writes what it plays into a file; the seconds in it so far."""
    recorded = tmp_path / "heard.raw"
    card = tmp_path / "asound.conf"
    card.write_text(
        "</usr/share/alsa/alsa.conf>\n"
        f'pcm.!default {{ type file slave.pcm null file "|cat >> {recorded}" format raw }}\n'
    )
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(card))
    aplay = shutil.which("aplay")
    assert aplay
    (tmp_path / "aplay").symlink_to(aplay)
    talker = shutil.which("espeak-ng")
    assert talker
    (tmp_path / "espeak-ng").symlink_to(talker)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    return lambda: recorded.stat().st_size / 2 / 22050 if recorded.exists() else 0.0


@pytest.fixture
def talker(heard: object) -> Espeak:
    loud = speaker()
    assert loud
    found = espeak(100, loud)
    assert found
    return found


def test_espeak_speaks_eight_of_our_ten_languages(talker: Espeak) -> None:
    assert set(VOICES) == set(LANGUAGES)
    assert talker.languages >= set(LANGUAGES) - WITHOUT


@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - WITHOUT))
def test_each_sentence_is_of_plausible_length_and_loud(
    talker: Espeak, language: str, tmp_path: Path
) -> None:
    part = spoken(call(104, language=language), talker.languages)[-1]
    assert part.language == language
    talker.write(part, tmp_path / "said.wav")
    assert 2 < seconds(tmp_path / "said.wav") < 10
    with wave.open(str(tmp_path / "said.wav")) as file:
        samples = array("h", file.readframes(file.getnframes()))
    assert max(samples) > 8000


def test_a_slower_voice_takes_longer(heard: object, tmp_path: Path) -> None:
    lengths = []
    for speed in (70, 100, 150):
        loud = speaker()
        assert loud
        found = espeak(speed, loud)
        assert found
        found.write(KOREAN, tmp_path / "said.wav")
        lengths.append(seconds(tmp_path / "said.wav"))
    assert lengths == sorted(lengths, reverse=True)
    assert lengths[0] > 1.5 * lengths[2]


def test_what_leaves_the_pc_is_chime_and_both_sentences(
    heard: Callable[[], float], talker: Espeak, tmp_path: Path
) -> None:
    own = voice(VoiceSettings())
    assert own
    assert own.languages >= {"ko", "vi"}
    assert own.say([KOREAN, VIETNAMESE])
    expected = seconds(CHIME)
    for part in (KOREAN, VIETNAMESE):
        talker.write(part, tmp_path / "said.wav")
        expected += seconds(tmp_path / "said.wav")
    assert expected <= heard() < expected + 1  # whole periods of the card


def test_the_chime_alone_where_speech_is_not_wanted(heard: Callable[[], float]) -> None:
    own = voice(VoiceSettings("chime"))
    assert own
    assert own.languages == frozenset()
    assert own.say(spoken(call(1), own.languages))
    assert seconds(CHIME) <= heard() < seconds(CHIME) + 0.5


def test_the_chime_alone_where_nothing_speaks(
    heard: Callable[[], float], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "espeak-ng").unlink()
    own = voice(VoiceSettings())
    assert own
    assert own.languages == frozenset()


def test_nothing_where_it_is_off() -> None:
    assert voice(VoiceSettings("off")) is None


def test_a_machine_without_sound_says_that_nothing_was_heard(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    own = voice(VoiceSettings())
    assert own
    assert not own.say([])


def test_a_sound_card_that_is_gone_is_told(
    heard: object, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "asound.conf").write_text("")
    own = voice(VoiceSettings())
    assert own
    assert not own.say([KOREAN])


def test_a_language_is_left_to_the_first_that_speaks_it() -> None:
    first, second, chimes = Recorder("ko"), Recorder("ko", "vi"), Recorder()
    assert Voice(chimes, [first, second]).say([KOREAN, VIETNAMESE])
    assert (chimes.played, first.spoken, second.spoken) == (["chime"], ["ko"], ["vi"])


def test_muted_it_says_nothing_and_that_is_no_trouble() -> None:
    mouth, chimes = Recorder("ko", "vi"), Recorder()
    own = Voice(chimes, [mouth])
    own.mute(True)
    assert own.say([KOREAN])
    own.mute(False)
    assert own.say([KOREAN])
    assert (chimes.played, mouth.spoken) == (["chime"], ["ko"])


def test_muted_while_it_speaks_it_ends_with_the_sentence() -> None:
    mouth = Recorder("ko", "vi")
    own = Voice(Recorder(), [mouth])
    mouth.then = lambda: own.mute(True)
    assert own.say([KOREAN, VIETNAMESE])
    assert mouth.spoken == ["ko"]


def test_one_sentence_that_fails_leaves_the_others() -> None:
    class Hoarse(Recorder):
        def say(self, part: Part) -> None:
            raise Unheard("hoarse")

    other = Recorder("vi")
    assert not Voice(Recorder(), [Hoarse("ko"), other]).say([KOREAN, VIETNAMESE])
    assert other.spoken == ["vi"]


def test_stopping_is_heard_at_once_and_stays() -> None:
    commands = Commands(30)
    ended: list[str] = []

    def wait() -> None:
        try:
            commands.run(("sleep", "20"))
        except Unheard as problem:
            ended.append(str(problem))

    runner = Thread(target=wait)
    runner.start()
    while commands._running is None:
        pass
    commands.stop()
    runner.join(60)
    assert ended == ["sleep: status -9"]
    with pytest.raises(Unheard):
        commands.run(("sleep", "20"))


def test_a_program_that_hangs_is_ended() -> None:
    with pytest.raises(Unheard, match="TimeoutExpired"):
        Commands(0.05).run(("sleep", "20"))


def test_the_chime_is_short_and_not_distorted() -> None:
    assert 1 < seconds(CHIME) < 2
    with wave.open(str(CHIME)) as file:
        assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
        samples = array("h", file.readframes(file.getnframes()))
    assert 10_000 < max(map(abs, samples)) < 30_000
    assert abs(samples[-1]) < 100
