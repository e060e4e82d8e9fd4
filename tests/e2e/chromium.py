"""Debian's Chromium as a phone: a profile of its own, real notifications."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, Playwright, ViewportSize

from tests.e2e.words import Language

NAMES = ("chromium", "chromium-browser", "google-chrome")
PHONE: ViewportSize = {"width": 390, "height": 844}
#: Naming one permission denies the rest, so both are named.
PERMISSIONS = ["notifications", "background-sync"]


def binary() -> str:
    found = next(filter(None, map(shutil.which, NAMES)), None)
    assert found, "No Chromium found: install Debian's chromium, or put chromium on the PATH."
    return found


@contextmanager
def phone(
    playwright: Playwright,
    profile: Path,
    *,
    origin: str,
    language: str = "zh-CN",
    bus: str | None = None,
) -> Iterator[BrowserContext]:
    """Open a browser that remembers; `bus` is the address of a desktop that shows notifications."""
    environment: dict[str, str | float | bool] = {
        "HOME": str(profile),
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
    }
    if bus:
        environment["DBUS_SESSION_BUS_ADDRESS"] = bus
    context = playwright.chromium.launch_persistent_context(
        profile,
        executable_path=binary(),
        env=environment,
        viewport=PHONE,
        has_touch=True,
        is_mobile=True,
        locale=language,
        timezone_id="Asia/Shanghai",
        chromium_sandbox=False,
    )
    context.grant_permissions(PERMISSIONS, origin=origin)
    try:
        yield context
    finally:
        context.close()


@contextmanager
def phone_page(
    browser: Browser, language: Language = "zh-CN", *, agent: str | None = None, worker: bool = True
) -> Iterator[Page]:
    """A phone that forgets: its own storage, and no push, which private windows do not have.

    `agent` is what it says it is; without `worker` every request comes from the page itself.
    """
    context = browser.new_context(
        viewport=PHONE,
        has_touch=True,
        is_mobile=True,
        locale=language,
        timezone_id="Asia/Shanghai",
        user_agent=agent,
        service_workers="allow" if worker else "block",
    )
    context.add_init_script(f"location.protocol === 'about:' || localStorage.setItem('language', '{language}')")
    try:
        yield context.new_page()
    finally:
        context.close()
