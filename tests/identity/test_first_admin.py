"""The first security administrator comes in from the shell, every other one through a colleague."""

from flask import Flask

from tests.builders.areas import plant
from tests.cast import Cast
from tests.client import ActingClient

ASK = ["people", "first-admin", "赵敏", "--phone", "19900001111", "--username", "zhaomin", "--area"]


def test_the_first_admin_gets_a_password_that_must_be_changed(app: Flask, client: ActingClient, db: object) -> None:
    plant("700101")
    reply = app.test_cli_runner().invoke(args=[*ASK, "700101"])
    assert reply.exit_code == 0, reply.output
    username, password = reply.output.split()
    phone = {"device_id": "0198f0aa-0000-7000-8000-000000000001", "device_label": "desk"}
    session = client.post("/api/sessions", json={"username": username, "password": password, **phone}).json
    assert session["must_change_password"] is True
    assert [(it["role"], it["area_code"]) for it in session["me"]["grants"]] == [("security_admin", "700101")]


def test_where_an_admin_is_responsible_the_shell_lets_nobody_in(app: Flask, cast: Cast) -> None:
    for area in (cast.commander.area_code, cast.chaoming_commander.area_code):
        reply = app.test_cli_runner().invoke(args=[*ASK, area])
        assert (reply.exit_code, "responsible there already" in reply.output) == (1, True)
