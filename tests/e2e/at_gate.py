"""What happens at a gate: people with codes, phones that stand there, and a code before a phone's camera."""

from io import BytesIO
from pathlib import Path
from typing import Any

import segno
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from backend.core.db import uuid7
from tests.e2e import steps
from tests.e2e.api import Caller
from tests.e2e.words import word
from tests.e2e.world import Someone

#: What a camera of a cheap phone gives; the smallest that a gate is asked to do with.
FRAME = (640, 480)
MODULE = 6


def open_gate(officer: Caller, area_code: str, name: str) -> str:
    """A place with a code of its own; its id."""
    return str(officer.post("/gate/places", id=str(uuid7()), name=name, area_code=area_code)["id"])


def declare(person: Caller, *symptoms: str) -> None:
    now = person.get("/time")["now"]
    said = {"symptoms": list(symptoms), "risk_area": False, "contact": False}
    person.post("/me/health/declarations", id=str(uuid7()), device_at=now, clock_offset_ms=0, **said)


def code(person: Caller) -> dict[str, Any]:
    made: dict[str, Any] = person.post("/me/health/code")
    return made


def stand(page: Page, origin: str, worker: Someone, gate: str) -> None:
    """At the gate of that name, with a trust list of just now, and all of it kept for the time without a network."""
    steps.sign_in(page, origin, worker)
    steps.wait_for_worker(page)
    steps.open_page(page, f"{origin}/gate")
    page.get_by_role("button", name=gate).click()
    expect(page.get_by_label(word("gate.manual"), exact=True)).to_be_visible()
    expect(page.get_by_text(word("gate.list_age").partition("{")[0])).to_be_visible()


def enter(page: Page, text: str) -> Locator:
    """Typed in or pasted; the answer."""
    page.get_by_label(word("gate.manual"), exact=True).fill(text)
    steps.press(page, "gate.check")
    return answer(page)


def answer(page: Page) -> Locator:
    shown = page.get_by_role("alertdialog")
    expect(shown).to_be_visible()
    return shown


def next_one(page: Page) -> None:
    steps.press(page, "gate.next")
    expect(page.get_by_role("alertdialog")).to_have_count(0)


def held_up(text: str) -> Image.Image:
    """A code on a phone's screen as the gate's camera sees it: not quite straight, on a grey morning."""
    file = BytesIO()
    segno.make_qr(text, error="m", boost_error=False).save(file, kind="png", scale=MODULE, border=4)
    code = Image.open(file).convert("L").rotate(4, expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC)
    frame = Image.effect_noise(FRAME, 24)
    middle = (FRAME[0] - code.width) // 2, (FRAME[1] - code.height) // 2
    frame.paste(code.point(lambda grey: 30 + grey * 200 // 255), middle)
    return frame


def film(text: str, file: Path) -> Path:
    """Two pictures of it, over and over, as Chromium's camera for tests wants them (YUV4MPEG2)."""
    grey = held_up(text).tobytes()
    colourless = bytes([128]) * (FRAME[0] * FRAME[1] // 2)
    head = f"YUV4MPEG2 W{FRAME[0]} H{FRAME[1]} F10:1 Ip A1:1 C420mpeg2\n".encode()
    file.write_bytes(head + (b"FRAME\n" + grey + colourless) * 2)
    return file
