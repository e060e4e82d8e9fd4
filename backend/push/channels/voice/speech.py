"""Spoken words as a file that a telephone exchange plays: made by espeak-ng, kept by what is said."""

import hashlib
import os
import shutil
import subprocess
import tempfile
import wave
from pathlib import Path

import numpy as np

PROGRAM = "espeak-ng"
#: What telephones carry.
RATE = 8_000
_VOICES = {"zh-CN": "cmn", "en": "en"}
#: Slower than in a conversation: it is heard once, perhaps in the street.
_WORDS_A_MINUTE = 150
_TAPS = 101
_TIMEOUT_S = 30


class Speech:
    def __init__(self, folder: Path) -> None:
        if shutil.which(PROGRAM) is None:
            raise ValueError(f"calls need {PROGRAM}: apt-get install {PROGRAM}")
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def file(self, text: str, lang: str) -> Path:
        """Where it lies; said again, it is there already."""
        voice = _VOICES.get(lang, "cmn")
        kept = self._folder / f"{hashlib.sha256(f'{voice}:{text}'.encode()).hexdigest()[:32]}.wav"
        if not kept.exists():
            _make(kept, text, voice)
        return kept


def _make(kept: Path, text: str, voice: str) -> None:
    with tempfile.TemporaryDirectory(dir=kept.parent) as folder:
        raw, draft = Path(folder) / "raw.wav", Path(folder) / "draft.wav"
        command = [PROGRAM, "-v", voice, "-s", str(_WORDS_A_MINUTE), "-w", str(raw), "--stdin"]
        subprocess.run(command, input=text.encode(), check=True, capture_output=True, timeout=_TIMEOUT_S)
        _for_telephones(raw, draft)
        draft.chmod(0o644)
        # Whole or not at all: the exchange may look any moment.
        os.replace(draft, kept)  # noqa: PTH105 - says that it replaces


def _for_telephones(source: Path, target: Path) -> None:
    with wave.open(str(source)) as given:
        rate = given.getframerate()
        heard = np.frombuffer(given.readframes(given.getnframes()), dtype="<i2").astype(np.float64)
    # What is higher than telephones carry would come back as noise.
    at = np.arange(_TAPS) - _TAPS // 2
    cut = 0.45 * RATE / rate
    taps = 2 * cut * np.sinc(2 * cut * at) * np.hamming(_TAPS)
    smooth = np.convolve(heard, taps / taps.sum(), mode="same")
    moments = np.arange(0, len(smooth), rate / RATE)
    said = np.interp(moments, np.arange(len(smooth)), smooth)
    with wave.open(str(target), "wb") as written:
        written.setnchannels(1)
        written.setsampwidth(2)
        written.setframerate(RATE)
        written.writeframes(np.clip(said, -32768, 32767).astype("<i2").tobytes())
