"""Groups' robots on loopback: DingTalk's own form, and apprise's plain JSON."""

from tests.doubles.http import Answer, Call, HttpDouble


class RobotsDouble(HttpDouble):
    def __init__(self) -> None:
        super().__init__()
        self.posts: list[Call] = []

    def answer(self, call: Call) -> Answer:
        self.posts.append(call)
        return 200, {"errcode": 0, "errmsg": "ok"}
