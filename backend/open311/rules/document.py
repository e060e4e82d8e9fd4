"""Replies as GeoReport writes them in XML: no schema, no namespace, every list with a word for its items."""

import re
from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

#: a list → what each of its items is called
ITEMS = {
    "services": "service",
    "attributes": "attribute",
    "values": "value",
    "service_requests": "request",
    "errors": "error",
    "endpoints": "endpoint",
    "formats": "format",
}
#: what XML 1.0 has no way to say, escaped or not
UNSPEAKABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def document(root: str, data: Any) -> bytes:
    """The same data as JSON has it, below an element named `root`."""
    top = Element(root)
    _fill(top, data)
    return bytes(tostring(top, encoding="UTF-8", xml_declaration=True))


def _fill(element: Element, data: Any) -> None:
    if isinstance(data, Mapping):
        for name, value in data.items():
            _fill(SubElement(element, name), value)
    elif isinstance(data, list):
        for item in data:
            _fill(SubElement(element, ITEMS[element.tag]), item)
    else:
        element.text = _text(data)


def _text(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return UNSPEAKABLE.sub("\ufffd", str(value))
