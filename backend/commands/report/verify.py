"""Checks a bundle of an order's report: run it as `python3 verify.py BUNDLE.zip [SEAL]`; it needs nothing but Python.

Every fact carries the SHA-256 of its own canonical JSON together with the hash of the fact before it, so none can be
changed, left out, added or moved; the manifest carries the hash of every file and a seal over itself. Whoever got the
seal by another way (it stands in the PDF and in the product's records) gives it as the second argument: then nobody
can have made the whole bundle anew either. Canonical JSON: keys sorted, no blanks, UTF-8.
"""

import hashlib
import io
import json
import struct
import sys
import zipfile
import zlib
from pathlib import Path
from typing import Any

MANIFEST = "manifest.json"
FACTS = "facts.jsonl"
#: what stands before the first fact
FIRST = "0" * 64


class Broken(Exception):
    """Says which file or fact is not as it was."""


def canonical(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def hashed(previous: str, fact: dict[str, Any]) -> str:
    return hashlib.sha256(previous.encode() + b"\n" + canonical(fact)).hexdigest()


def seal_of(manifest: dict[str, Any]) -> str:
    return hashlib.sha256(canonical({name: value for name, value in manifest.items() if name != "seal"})).hexdigest()


def packed(files: dict[str, bytes]) -> bytes:
    """A zip file of which every byte follows from its contents: nothing compressed, no clock, no owner."""
    body, directory = bytearray(), bytearray()
    for name, data in files.items():
        path, crc = name.encode(), zlib.crc32(data)
        shared = struct.pack("<HHHHHIIIHH", 20, 0x800, 0, 0, 33, crc, len(data), len(data), len(path), 0)
        directory += b"PK\x01\x02" + struct.pack("<H", 20) + shared
        directory += struct.pack("<HHHII", 0, 0, 0, 0, len(body)) + path
        body += b"PK\x03\x04" + shared + path + data
    end = struct.pack("<HHHHIIH", 0, 0, len(files), len(files), len(directory), len(body), 0)
    return bytes(body + directory + b"PK\x05\x06" + end)


def check(bundle: bytes, seal: str | None = None) -> dict[str, Any]:
    """The manifest of a bundle that is as it was made; raises Broken otherwise."""
    files = _opened(bundle)
    manifest = _manifest(files, seal)
    _check_files(files, manifest)
    _check_facts(files[FACTS], manifest["facts"])
    if packed(files) != bundle:
        raise Broken("the frame of the zip file was changed")
    return manifest


def _opened(bundle: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
            names = archive.namelist()
            if len(names) != len(set(names)):
                raise Broken("a file is in it twice")
            return {name: _read(archive, name) for name in names}
    except Broken:
        raise
    except Exception as error:
        raise Broken(f"the frame of the zip file was changed ({error})") from error


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        return archive.read(name)
    except Exception as error:
        raise Broken(f"{name} was changed ({error})") from error


def _manifest(files: dict[str, bytes], seal: str | None) -> dict[str, Any]:
    if MANIFEST not in files:
        raise Broken(f"{MANIFEST} is missing")
    try:
        manifest: dict[str, Any] = json.loads(files[MANIFEST])
        own = manifest["seal"]
    except (ValueError, KeyError, TypeError) as error:
        raise Broken(f"{MANIFEST} was changed") from error
    if files[MANIFEST] != canonical(manifest) or own != seal_of(manifest):
        raise Broken(f"{MANIFEST} was changed")
    if seal is not None and own != seal:
        raise Broken(f"{MANIFEST} is not the one of this seal")
    return manifest


def _check_files(files: dict[str, bytes], manifest: dict[str, Any]) -> None:
    for name in sorted({*manifest["files"], *files} - {MANIFEST}):
        if name not in files:
            raise Broken(f"{name} is missing")
        if name not in manifest["files"]:
            raise Broken(f"{name} was added")
        if name != FACTS and hashlib.sha256(files[name]).hexdigest() != manifest["files"][name]:
            raise Broken(f"{name} was changed")


def _check_facts(lines: bytes, told: dict[str, Any]) -> None:
    previous, number = FIRST, 0
    for number, line in enumerate(lines.splitlines(), start=1):
        try:
            link = json.loads(line)
            fact, own = link["fact"], link["hash"]
        except (ValueError, KeyError, TypeError) as error:
            raise Broken(f"fact {number} was changed") from error
        if own != hashed(previous, fact) or line != canonical(link) or link["number"] != number:
            raise Broken(f"fact {number} was changed")
        previous = own
    if number != told["count"] or previous != told["last"]:
        raise Broken(f"facts are missing after fact {number}")
    if lines != b"".join(line + b"\n" for line in lines.splitlines()):
        raise Broken(f"{FACTS} was changed")


def main() -> int:
    if len(sys.argv) not in {2, 3}:
        print(__doc__)
        return 2
    try:
        manifest = check(Path(sys.argv[1]).read_bytes(), sys.argv[2] if len(sys.argv) == 3 else None)
    except Broken as broken:
        print(f"BROKEN: {broken}")
        return 1
    print(f"whole: {manifest['facts']['count']} facts, {len(manifest['files'])} files, seal {manifest['seal']}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
