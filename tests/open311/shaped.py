"""Holds a reply to the published shapes, in JSON and in XML."""

import json
from functools import cache
from pathlib import Path

from jsonschema import Draft202012Validator
from lxml import etree
from werkzeug.test import TestResponse

SHAPES = Path(__file__).with_name("shapes")


def check(reply: TestResponse, shape: str) -> None:
    """Its content type, its encoding, and every field."""
    data = reply.get_data()
    if reply.content_type == "text/xml; charset=utf-8":
        assert data.lower().startswith(b"<?xml version='1.0' encoding='utf-8'?>")
        _xsd(shape).assertValid(etree.fromstring(data))
    else:
        assert reply.content_type == "application/json"
        _json_schema(shape).validate(json.loads(data.decode()))


@cache
def _xsd(shape: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(SHAPES / f"{shape}.xsd"))


@cache
def _json_schema(shape: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads((SHAPES / f"{shape}.json").read_text()))
