"""The DevTools side of a service worker: stop it, and hand it a push message."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import BrowserContext, CDPSession, Page

from tests.e2e.waiting import eventually


class WorkerControl:
    """Controls the one service worker of the page's origin."""

    def __init__(self, context: BrowserContext, page: Page) -> None:
        self._page = page
        self.origin: str = page.evaluate("location.origin")
        self._registrations: dict[str, str] = {}
        self._versions: dict[str, dict[str, Any]] = {}
        self._cdp: CDPSession = context.new_cdp_session(page)
        self._cdp.on("ServiceWorker.workerRegistrationUpdated", self._note_registrations)
        self._cdp.on("ServiceWorker.workerVersionUpdated", self._note_versions)
        self._cdp.send("ServiceWorker.enable")

    def _note_registrations(self, event: dict[str, Any]) -> None:
        for it in event["registrations"]:
            if it["isDeleted"]:
                self._registrations.pop(it["registrationId"], None)
            elif it["scopeURL"].startswith(self.origin):
                self._registrations[it["registrationId"]] = it["scopeURL"]

    def _note_versions(self, event: dict[str, Any]) -> None:
        for it in event["versions"]:
            self._versions[it["versionId"]] = it

    def push(self, message: str) -> None:
        registration = self._until(lambda: next(iter(self._registrations), None), "a registration")
        self._cdp.send(
            "ServiceWorker.deliverPushMessage",
            {"origin": self.origin, "registrationId": registration, "data": message},
        )

    def stop(self) -> None:
        """Stop the worker and wait until it says so; any request of the page would have started it again."""

        def stopped() -> bool:
            self._cdp.send("ServiceWorker.stopAllWorkers")
            return self._is_stopped()

        self._until(stopped, "the worker's stop")

    def _is_stopped(self) -> bool:
        states = [it["runningStatus"] for it in self._versions.values() if it["status"] == "activated"]
        return bool(states) and set(states) == {"stopped"}

    def _until(self, probe: Any, what: str) -> Any:
        def ask() -> Any:
            self._page.evaluate("0")  # lets Playwright hand over the events that came in
            return probe()

        return eventually(ask, what=what)
