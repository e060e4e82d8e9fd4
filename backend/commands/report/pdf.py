"""The report on paper: A4, in Noto Sans SC (SIL Open Font License), of which only the letters used are embedded."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn
from fpdf import FPDF

from backend.commands.report.words import KINDS, WORDS
from backend.commands.rules.identifier import BEIJING

FONT = Path(pylopdf_fonts_zh_cn.__file__).parent / "NotoSansSC-Regular.otf"
INK, MUTED, LINE, GOOD, BAD = (20, 28, 40), (90, 100, 115), (200, 206, 214), (14, 110, 60), (170, 30, 30)
#: names on paper; the bundle has the rest
NAMED_AT_MOST = 120
Row = Sequence[str]


class Paper(FPDF):
    """Knows its language and how a heading, a line and a table look."""

    def __init__(self, language: str) -> None:
        super().__init__(format="A4")
        self.words, self.kinds, self.language = WORDS[language], KINDS[language], language
        self.add_font("sc", fname=str(FONT))
        self.set_auto_page_break(True, margin=18)
        self.set_margins(18, 16)
        self.add_page()

    def footer(self) -> None:
        self.set_y(-13)
        self._write(8, MUTED)
        self.cell(0, 5, self.words["page"].format(n=self.page_no()), align="R")

    def heading(self, text: str, size: int = 13) -> None:
        self.ln(3)
        self._write(size, INK)
        self.multi_cell(0, size * 0.55, text, new_x="LMARGIN", new_y="NEXT")
        self.ln(1)

    def line_of(self, text: str, colour: tuple[int, int, int] = INK) -> None:
        self._write(10, colour)
        self.multi_cell(0, 5.4, text, new_x="LMARGIN", new_y="NEXT")

    def rows(self, head: Row, lines: Sequence[Row], widths: tuple[int, ...]) -> None:
        self._write(9, INK)
        self.set_draw_color(*LINE)
        with self.table(
            col_widths=widths,
            line_height=6,
            borders_layout="HORIZONTAL_LINES",
            text_align="LEFT",
            first_row_as_headings=False,
        ) as made:
            for line in (head, *lines) if head else lines:
                made.row(line)
        self.ln(1)

    def _write(self, size: int, colour: tuple[int, int, int]) -> None:
        self.set_font("sc", size=size)
        self.set_text_color(*colour)


def pdf(report: Mapping[str, Any], *, language: str, seal: str) -> bytes:
    paper = Paper(language)
    _head(paper, report)
    _times(paper, report)
    _streets(paper, report)
    _channels(paper, report)
    _ladder(paper, report)
    _retraction(paper, report)
    _forecast(paper, report)
    _climbs(paper, report)
    _substitutes(paper, report)
    _unreached(paper, report)
    _timeline(paper, report)
    paper.heading(paper.words["seal"], 10)
    paper.line_of(seal, MUTED)
    return bytes(paper.output())


def _head(paper: Paper, report: Mapping[str, Any]) -> None:
    order, words = report["order"], paper.words
    drill = words["drill"] if order["status"] == "Exercise" and words["drill"] not in _headline(paper, order) else ""
    paper.heading(f"{words['title']}  ·  {words['final' if report['is_final'] else 'preliminary']}", 11)
    paper.heading(f"{drill}{_headline(paper, order)}", 19)
    facts = [
        f"{words['identifier']} {order['identifier']}",
        f"{words['sent']} {_at(order['sent'], day=True)}",
        f"{words['issuer']} {order['issuer']['name']}",
        f"{words['people']} {order['people']:,}",
        f"{words['made_at']} {_at(report['made_at'], day=True)}",
        *([] if report["with_names"] else [words["masked"]]),
    ]
    paper.line_of("   ".join(facts), MUTED)


def _headline(paper: Paper, order: Mapping[str, Any]) -> str:
    headline: str = order["texts"][paper.language]["headline"]
    return headline


def _times(paper: Paper, report: Mapping[str, Any]) -> None:
    words = paper.words
    paper.heading(words["times"])
    for time in report["times"]:
        verdict = words["none"] if time["in_time"] is None else words["in_time" if time["in_time"] else "late"]
        colour = MUTED if time["in_time"] is None else GOOD if time["in_time"] else BAD
        paper.line_of(f"{words[time['name']]}：{_seconds(paper, time['seconds'])}  {verdict}", colour)


def _streets(paper: Paper, report: Mapping[str, Any]) -> None:
    words = paper.words
    paper.heading(words["streets"])
    lines = [
        (
            street[f"name_{paper.language}"],
            f"{street['answered']} / {street['people']}",
            f"{street['places_answered']} / {street['places_due']}",
            _seconds(paper, street["seconds_to_answered"]),
        )
        for street in report["score"]["streets"]
    ]
    paper.rows((words["place"], words["said"], words["places"], words["took"]), lines, (40, 20, 20, 20))


def _channels(paper: Paper, report: Mapping[str, Any]) -> None:
    words = paper.words
    paper.heading(words["channels"])
    lines = [
        (
            one["channel"] or words["none_channel"],
            *(f"{one[name]:,}" for name in ("people", "accepted", "shown", "acknowledged")),
        )
        for one in report["channels"]
    ]
    head = (words["channel"], words["people"], words["taken"], words["shown"], words["acknowledged"])
    paper.rows(head, lines, (28, 18, 18, 18, 18))


def _ladder(paper: Paper, report: Mapping[str, Any]) -> None:
    words = paper.words
    if not report["ladder"]:
        return
    paper.heading(words["ladder"])
    lines = [
        (
            words[step["channel"]],
            f"{step['after_s']} s",
            *(f"{step[name]:,}" for name in ("told", "delivered", "failed")),
        )
        for step in report["ladder"]
    ]
    paper.rows(
        (words["step"], words["after"], words["told"], words["delivered"], words["failed"]), lines, (28, 18, 18, 18, 18)
    )


def _retraction(paper: Paper, report: Mapping[str, Any]) -> None:
    taken = report["retraction"]
    if taken is None:
        return
    paper.heading(paper.words["retraction"])
    said = {
        "stopped": _or_none(paper, taken["seconds_to_stopped"]),
        "corrected": _or_none(paper, taken["seconds_to_corrected"]),
        "never": taken["stopped_people"],
        "people": taken["corrected_people"],
    }
    paper.line_of(paper.words["retracted"].format(**said))


def _forecast(paper: Paper, report: Mapping[str, Any]) -> None:
    words, ways = paper.words, report["forecast"]
    if not ways:
        return
    paper.heading(words["forecast"])
    lines = [
        (
            words["none_channel" if way["way"] == "none" else way["way"]],
            f"{way['people']:,}",
            f"{way['expected_share']:.0%}",
            _share(paper, way["acknowledged"], way["people"]),
        )
        for way in ways
    ]
    paper.rows((words["channel"], words["people"], words["expected"], words["outcome"]), lines, (34, 20, 23, 23))


def _climbs(paper: Paper, report: Mapping[str, Any]) -> None:
    words = paper.words
    paper.heading(words["climbs"])
    for climb in report["climbs"]:
        names = {"place": _area(paper, climb["place"]), "to": _area(paper, climb["to"]), "at": _at(climb["climbed_at"])}
        taker = climb["taken_by"]
        taken = (
            words["not_taken"]
            if taker is None
            else words["taken_by"].format(who=taker["name"], at=_at(climb["taken_at"]))
        )
        paper.line_of(f"{words['climbed'].format(**names)}，{taken}")
    if not report["climbs"]:
        paper.line_of(words["nobody"], MUTED)


def _substitutes(paper: Paper, report: Mapping[str, Any]) -> None:
    words = paper.words
    if not report["substitutes"]:
        return
    paper.heading(words["substitutes"])
    for one in report["substitutes"]:
        told = {
            "place": one[f"area_name_{paper.language}"],
            "who": one["name"],
            "other": one["for_name"],
            "reason": words[one["reason"]],
        }
        paper.line_of(words["stands_in" if one["name"] else "no_substitute"].format(**told))


def _unreached(paper: Paper, report: Mapping[str, Any]) -> None:
    words, people = paper.words, report["unreached"]
    paper.heading(f"{words['unreached']}  {report['score']['unreached']}")
    named = [f"{one['name']}（{one[f'area_name_{paper.language}']}）" for one in people[:NAMED_AT_MOST]]
    paper.line_of("、".join(named) or words["nobody"], INK if named else MUTED)
    if report["score"]["unreached"] > len(named):
        paper.line_of(words["more"].format(n=report["score"]["unreached"] - len(named)), MUTED)


def _timeline(paper: Paper, report: Mapping[str, Any]) -> None:
    paper.heading(paper.words["timeline"])
    lines = [
        (_at(item["at"]), paper.kinds.get(item["kind"], item["kind"]), (item["who"] or {}).get("name", ""))
        for item in report["timeline"]
    ]
    paper.rows((), lines, (20, 45, 35))


def _area(paper: Paper, place: Mapping[str, Any]) -> str:
    name: str = place[f"name_{paper.language}"]
    return name


def _at(at: datetime | None, *, day: bool = False) -> str:
    return "—" if at is None else f"{at.astimezone(BEIJING):{'%Y-%m-%d ' if day else ''}%H:%M:%S}"


def _or_none(paper: Paper, number: float | None) -> str:
    return paper.words["none"] if number is None else f"{number:.1f}"


def _seconds(paper: Paper, seconds: float | None) -> str:
    return paper.words["none"] if seconds is None else paper.words["seconds"].format(n=f"{seconds:,.1f}")


def _share(paper: Paper, part: int | None, whole: int) -> str:
    return paper.words["none"] if part is None or not whole else f"{part / whole:.0%}"
