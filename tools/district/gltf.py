"""Meshes as one binary glTF file: boxes drawn many times, and flat ground; glTF's y is up and its z south."""

import json
import struct
from pathlib import Path
from typing import Any

import numpy as np

Array = Any
FLOAT, SHORT = 5126, 5123
ATTRIBUTES, INDICES = 34_962, 34_963
INSTANCING = "EXT_mesh_gpu_instancing"
#: the four corners of a face of the box, seen from outside, and where it looks; nobody sees the one below
FACES = (
    ((1, 0, 0), ((0.5, 0, 0.5), (0.5, 0, -0.5), (0.5, 1, -0.5), (0.5, 1, 0.5))),
    ((-1, 0, 0), ((-0.5, 0, -0.5), (-0.5, 0, 0.5), (-0.5, 1, 0.5), (-0.5, 1, -0.5))),
    ((0, 0, 1), ((-0.5, 0, 0.5), (0.5, 0, 0.5), (0.5, 1, 0.5), (-0.5, 1, 0.5))),
    ((0, 0, -1), ((0.5, 0, -0.5), (-0.5, 0, -0.5), (-0.5, 1, -0.5), (0.5, 1, -0.5))),
    ((0, 1, 0), ((-0.5, 1, 0.5), (0.5, 1, 0.5), (0.5, 1, -0.5), (-0.5, 1, -0.5))),
)


class Glb:
    def __init__(self) -> None:
        self._bytes = bytearray()
        self._said: dict[str, Any] = {
            "asset": {"version": "2.0", "generator": "Palm Cockpit"},
            "scene": 0,
            "scenes": [{"nodes": []}],
            **{name: [] for name in ("nodes", "meshes", "materials", "accessors", "bufferViews")},
        }
        self._box: dict[str, Any] | None = None

    def boxes(self, at: Array, sizes: Array, *, turned: float, colour: tuple[float, float, float]) -> None:
        """Of one colour, all turned by the same angle against the clock around the middle."""
        spin = [0.0, float(np.sin(turned / 2)), 0.0, float(np.cos(turned / 2))]
        placed = {"TRANSLATION": self._accessor(at), "SCALE": self._accessor(sizes)}
        node = {"rotation": spin, "extensions": {INSTANCING: {"attributes": placed}}}
        self._node(node, self._unit_box(), colour)
        self._said["extensionsUsed"] = self._said["extensionsRequired"] = [INSTANCING]

    def flat(self, triangles: Array, *, colour: tuple[float, float, float]) -> None:
        """Triangles that are seen from above, three corners each."""
        corners = np.asarray(triangles, dtype=np.float32).reshape(-1, 3)
        up = np.tile(np.array([0, 1, 0], dtype=np.float32), (len(corners), 1))
        mesh = {
            "attributes": {"POSITION": self._accessor(corners, ATTRIBUTES), "NORMAL": self._accessor(up, ATTRIBUTES)}
        }
        self._node({}, mesh, colour)

    def write(self, file: Path) -> None:
        self._said["buffers"] = [{"byteLength": len(self._bytes)}]
        said = json.dumps({name: value for name, value in self._said.items() if value}, separators=(",", ":")).encode()
        chunks = ((said + b" " * (-len(said) % 4), b"JSON"), (bytes(self._bytes), b"BIN\0"))
        body = b"".join(struct.pack("<I", len(data)) + kind + data for data, kind in chunks)
        file.write_bytes(b"glTF" + struct.pack("<II", 2, 12 + len(body)) + body)

    def _node(self, node: dict[str, Any], mesh: dict[str, Any], colour: tuple[float, float, float]) -> None:
        said = self._said
        look = {"baseColorFactor": [*colour, 1.0], "metallicFactor": 0.0, "roughnessFactor": 1.0}
        said["materials"].append({"pbrMetallicRoughness": look})
        said["meshes"].append({"primitives": [{**mesh, "material": len(said["materials"]) - 1}]})
        said["nodes"].append({**node, "mesh": len(said["meshes"]) - 1})
        said["scenes"][0]["nodes"].append(len(said["nodes"]) - 1)

    def _unit_box(self) -> dict[str, Any]:
        if self._box is None:
            corners = np.array([corner for _, face in FACES for corner in face], dtype=np.float32)
            looks = np.array([look for look, _ in FACES for _ in range(4)], dtype=np.float32)
            order = np.array([4 * face + turn for face in range(len(FACES)) for turn in (0, 1, 2, 0, 2, 3)])
            shape = {"POSITION": self._accessor(corners, ATTRIBUTES), "NORMAL": self._accessor(looks, ATTRIBUTES)}
            self._box = {"attributes": shape, "indices": self._accessor(order.astype(np.uint16), INDICES)}
        return self._box

    def _accessor(self, values: Array, target: int | None = None) -> int:
        array = np.ascontiguousarray(values, dtype=None if target == INDICES else np.float32)
        view = {"buffer": 0, "byteOffset": len(self._bytes), "byteLength": array.nbytes}
        self._said["bufferViews"].append(view | ({"target": target} if target else {}))
        self._bytes += array.tobytes() + b"\0" * (-array.nbytes % 4)
        is_list = array.ndim == 1
        said = {
            "bufferView": len(self._said["bufferViews"]) - 1,
            "componentType": SHORT if is_list else FLOAT,
            "count": len(array),
            "type": "SCALAR" if is_list else "VEC3",
        }
        if not is_list:
            said |= {"min": array.min(axis=0).tolist(), "max": array.max(axis=0).tolist()}
        self._said["accessors"].append(said)
        return len(self._said["accessors"]) - 1
