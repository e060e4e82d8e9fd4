"""A real Asterisk with the files of deploy/asterisk on free ports, and sipp as the telephone at its trunk."""

import socket
import subprocess
import time
from pathlib import Path

import psutil

from tests.architecture.source import ROOT
from tests.push.outside import until
from tools import asterisk

#: RFC 2833 events as a telephone sends them; they come with sipp
KEYS = Path("/usr/share/sip-tester")
PASSWORD = "ari-secret"
_FILES = ("http.conf", "ari.conf", "pjsip.conf", "extensions.conf")


class RealAsterisk:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.http, self.sip, self.phone = _free(), _free(socket.SOCK_DGRAM), _free(socket.SOCK_DGRAM)
        self._phones: list[subprocess.Popen[bytes]] = []
        found = asterisk.ensure()
        self._write(found)
        command = [*found.command, "-f", "-C", str(folder / "asterisk.conf")]
        self._log = (folder / "out").open("wb")
        self._process = subprocess.Popen(command, stdout=self._log, stderr=self._log)
        self._wait()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.http}"

    def answer(self, keys: str | None) -> subprocess.Popen[bytes]:
        """The telephone at the trunk takes one call and its owner presses the keys; None: he is busy."""
        name = "busy_phone.xml" if keys is None else "phone.xml"
        scenario = (ROOT / "tests/doubles" / name).read_text()
        written = self.folder / f"scenario-{len(self._phones)}.xml"
        written.write_text(scenario.replace("KEYS", _PAUSE.join(_press(key) for key in keys or "")))
        where = ["-i", "127.0.0.1", "-p", str(self.phone), "-mi", "127.0.0.1"]
        command = ["sipp", "-sf", str(written), *where, "-m", "1", "-nostdin", "-timeout", "60"]
        phone = subprocess.Popen(command, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self._phones.append(phone)
        until(lambda: phone.poll() is not None or self._listens(phone))
        return phone

    def _listens(self, phone: "subprocess.Popen[bytes]") -> bool:
        return any(one.laddr.port == self.phone for one in psutil.Process(phone.pid).net_connections("udp4"))

    def close(self) -> None:
        for one in (*self._phones, self._process):
            one.terminate()
            one.wait(15)
        self._log.close()

    def _write(self, found: asterisk.Asterisk) -> None:
        changes = {
            "bindport=8088": f"bindport={self.http}",
            "0.0.0.0:5060": f"127.0.0.1:{self.sip}",
            "SIP_SERVER_OF_THE_OPERATOR:5060": f"127.0.0.1:{self.phone}",
            "SIP_SERVER_OF_THE_OPERATOR": "127.0.0.1",
            "OUR_NUMBER": "057112345",
            "qualify_frequency=30": "qualify_frequency=0",
            "CHANGE_ME": PASSWORD,
        }
        for name in _FILES:
            text = (ROOT / "deploy/asterisk" / name).read_text()
            for old, new in changes.items():
                text = text.replace(old, new)
            (self.folder / name).write_text(text)
        places = {name: self.folder / name for name in ("astdbdir", "astspooldir", "astrundir", "astlogdir")}
        for place in places.values():
            place.mkdir()
        places |= {"astmoddir": Path(found.modules), "astdatadir": Path(found.data), "astvarlibdir": Path(found.data)}
        lines = [f"{name} => {place}" for name, place in {"astetcdir": self.folder, **places}.items()]
        (self.folder / "asterisk.conf").write_text("[directories]\n" + "\n".join(lines) + "\n")
        (self.folder / "modules.conf").write_text("[modules]\nautoload=yes\n")
        (self.folder / "logger.conf").write_text("[logfiles]\nconsole => notice,warning,error,verbose\n")

    def _wait(self) -> None:
        for _ in range(300):
            # The web server is there long before what it serves.
            if b"Asterisk Ready" in (self.folder / "out").read_bytes():
                return
            if self._process.poll() is not None:
                break
            time.sleep(0.1)
        raise AssertionError((self.folder / "out").read_text()[-2000:])


_PAUSE = '<pause milliseconds="3000"/>'


def _press(key: str) -> str:
    return f'<nop><action><exec play_pcap_audio="{KEYS / f"dtmf_2833_{key}.pcap"}"/></action></nop>'


def _free(kind: socket.SocketKind = socket.SOCK_STREAM) -> int:
    with socket.socket(socket.AF_INET, kind) as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port
