"""`make run HTTPS=1` from an empty var/: started, trusted by a real browser, used, and stopped without a rest."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
import requests
from playwright.sync_api import BrowserContext, Error, Playwright, expect

from tests.conftest import scratch_database
from tests.e2e import chromium, steps
from tests.e2e.api import Caller
from tests.e2e.processes import stop
from tests.e2e.waiting import eventually
from tests.e2e.world import Someone
from tests.tools.test_run import free_port
from tools import paths

STARTS_WITHIN_S = 300
STOPS_WITHIN_S = 20


@dataclass(frozen=True, slots=True)
class Run:
    process: subprocess.Popen[bytes]
    var: Path
    log: Path
    port: int

    @property
    def app(self) -> str:
        return f"https://localhost:{self.port}"

    @property
    def page(self) -> str:
        found = re.search(r"http://[\d.]+:(\d+)", self.log.read_text())
        assert found, "the address of the page was not printed"
        return f"http://localhost:{found[1]}"

    @property
    def authority(self) -> Path:
        return self.var / "tls" / "authority.pem"

    def is_ready(self) -> bool:
        assert self.process.poll() is None, self.log.read_text()[-3000:]
        return "Ctrl-C stops everything" in self.log.read_text()

    def someone(self) -> Someone:
        """The demo's grid worker, with the password that the welcome prints."""
        found = re.search(r"^ +worker +(\S+)", self.log.read_text(), re.MULTILINE)
        assert found
        return Someone(id=None, name="", username="worker", password=found[1], area_code="")  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def run(server_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    var = tmp_path_factory.mktemp("https")
    log, port = var.with_suffix(".log"), free_port()
    with scratch_database(server_url) as url, log.open("wb") as output:
        settings = {"HTTPS": "1", "PORT": str(port), "PALM_VAR": str(var), "DATABASE_URL": url}
        env = {name: value for name, value in os.environ.items() if not name.startswith("PALM_")} | settings
        command = [sys.executable, "-m", "tools.run"]
        process = subprocess.Popen(command, cwd=paths.ROOT, env=env, stdout=output, stderr=output)
        run = Run(process, var, log, port)
        try:
            eventually(run.is_ready, within=STARTS_WITHIN_S, what=f"the welcome in {log}")
            yield run
        finally:
            stop(process)


@pytest.fixture
def trusting(run: Run, playwright: Playwright, profile: Path) -> Iterator[BrowserContext]:
    """A browser whose own store was told to trust the authority, as its person would."""
    store = profile / ".pki" / "nssdb"
    store.mkdir(parents=True)
    nss = ("certutil", "-d", f"sql:{store}")
    subprocess.run([*nss, "-N", "--empty-password"], check=True)
    subprocess.run([*nss, "-A", "-t", "C,,", "-n", "palm-cockpit", "-i", run.authority], check=True)
    with chromium.phone(playwright, profile, origin=run.app) as context:
        yield context


def test_a_browser_that_trusts_the_authority_installs_the_worker_and_signs_in(
    run: Run, trusting: BrowserContext
) -> None:
    page = trusting.pages[0]
    steps.fill_in(page, run.app, run.someone())
    assert page.evaluate("isSecureContext")
    steps.wait_for_worker(page)
    cookies = [cookie for cookie in trusting.cookies() if cookie["domain"] == "localhost"]
    assert cookies
    assert all(cookie["secure"] for cookie in cookies)


def test_the_page_says_that_the_phone_trusts_now_and_leads_on(run: Run, trusting: BrowserContext) -> None:
    page = trusting.pages[0]
    page.goto(f"{run.page}/?lang=en")
    page.get_by_role("button", name="Test now").click()
    expect(page.get_by_text("This device trusts the cockpit.").last).to_be_visible()
    page.get_by_role("link", name="Open the Palm Cockpit").first.click()
    page.wait_for_url(f"{run.app}/**")


def test_a_browser_that_was_told_nothing_is_told_so(run: Run, playwright: Playwright, profile: Path) -> None:
    with chromium.phone(playwright, profile, origin=run.app, language="zh-CN") as context:
        page = context.pages[0]
        page.goto(run.page)
        page.get_by_role("button", name="现在测试").click()
        expect(page.get_by_text("还没有信任").last).to_be_visible()
        expect(page.get_by_role("link", name="打开掌上微驾")).to_have_count(0)
        with pytest.raises(Error, match="ERR_CERT_AUTHORITY_INVALID"):
            page.goto(run.app)
    assert "Traceback" not in run.log.read_text()


def test_hints_come_over_tls_as_they_happen(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(run.authority))
    caller = Caller(run.app, run.someone())
    asked = {"Accept": "text/event-stream", "Authorization": f"Bearer {caller._bearer}"}
    with requests.get(f"{run.app}/api/stream", headers=asked, stream=True, timeout=10) as reply:
        assert reply.headers["Content-Type"] == "text/event-stream"
        assert next(reply.iter_content(1024))


def test_it_promises_nothing_for_longer_than_it_runs_and_believes_no_proxy(run: Run) -> None:
    reply = requests.get(f"{run.app}/api/health", verify=str(run.authority), timeout=10)
    assert "Strict-Transport-Security" not in reply.headers


def test_one_signal_stops_everything_also_with_a_stream_open(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(run.authority))
    family = psutil.Process(run.process.pid).children(recursive=True)
    caller = Caller(run.app, run.someone())
    asked = {"Accept": "text/event-stream", "Authorization": f"Bearer {caller._bearer}"}
    with requests.get(f"{run.app}/api/stream", headers=asked, stream=True, timeout=10):
        run.process.send_signal(signal.SIGINT)
        assert run.process.wait(STOPS_WITHIN_S) == 0
    assert "Stopped; the data stays" in run.log.read_text()
    assert [it.name() for it in family if it.is_running() and it.status() != psutil.STATUS_ZOMBIE] == []
