"""Lives of dwellings, elders and stations for children."""

from backend.demo.modules.telling import Data, Dice, Filled, Ground, Told, fate_of, home, shop

#: What becomes of the dwellings, one after the other: each colour early, so that a single grid has them all.
DWELLINGS = (
    *("green", "gas", "blue", "green", "minor", "green", "critical", "green", "undeclared", "green"),
    *("ebike", "unvisited", "green", "crowded", "green", "blue", "green", "overdue", "green", "closed"),
)
QUIET_DWELLINGS = (
    *("green", "green", "blue", "green", "minor", "green", "green", "green", "gas", "green", "blue", "green", "green"),
    *("undeclared", "green", "green", "critical", "green", "blue", "green", "ebike", "green", "unvisited", "green"),
    *("green", "closed", "green", "overdue", "green", "green"),
)
ELDERS = (
    *("low", "middle", "high", "late", "low", "unwell", "middle", "low", "alarm", "middle"),
    *("low", "unseen", "high", "low", "late", "new", "middle", "low", "silent", "ended"),
)
QUIET_ELDERS = (
    *("low", "middle", "low", "high", "middle", "low", "low", "late", "middle", "low", "low", "high", "middle", "low"),
    *("low", "unseen", "middle", "low", "new", "low", "middle", "low", "high", "low", "unwell", "middle", "low"),
    *("alarm", "low", "ended", "middle", "low", "silent", "low", "middle", "low", "high", "low", "middle"),
)
STATIONS = ("free", "full", "free", "waiting", "free", "unsafe", "free", "over", "full", "free")
MINOR = ("wiring", "extinguisher", "exit_blocked", "other")


def dwelling(dice: Dice, ground: Ground, number: int) -> list[Filled]:
    fate = fate_of(number, DWELLINGS, QUIET_DWELLINGS)
    tenants, rooms = dice.between(2, 5), dice.between(1, 4)
    area = 14 if fate == "crowded" else dice.between(32, 110)
    tenants = 4 if fate == "crowded" else tenants
    registered = Filled(
        dice.between(150, 320),
        "register",
        {
            "address": home(dice, ground),
            "position": ground.position,
            "area_m2": area,
            "rooms": rooms,
            "landlord": dice.name(),
            "landlord_phone": dice.phone(),
            "tenants": 3 if fate == "crowded" else tenants,
        },
    )
    if fate == "unvisited":
        return [registered._replace(ago=dice.between(130, 160))]
    ago, found = _visit(dice, fate)
    visit = {"tenants": tenants, "hazards": found}
    if fate == "undeclared":
        visit |= {"undeclared": dice.between(1, 2), "undeclared_since": dice.day(ago + 4)}
    life = [registered, Filled(ago, "visit", visit)]
    if fate == "ebike":
        life.append(Filled(max(ago - 1, 0), "talk", {"talked_on": dice.day(max(ago - 1, 0))}, "duty_officer"))
    if fate == "closed":
        life.append(Filled(20, "close", {"closed_on": dice.day(20)}))
    return life


#: fate → the days since the last visit, and what was found on it: kinds and a grade
FOUND: dict[str, tuple[tuple[int, int], tuple[str, ...], str]] = {
    "gas": ((1, 4), ("gas",), "major"),
    "ebike": ((2, 5), ("ebike_indoors",), "major"),
    "overdue": ((9, 14), ("partition",), "major"),
    "critical": ((0, 3), ("structure",), "critical"),
    "minor": ((1, 5), MINOR[:2], "minor"),
    "undeclared": ((0, 2), (), ""),
    "crowded": ((0, 2), (), ""),
}


def _visit(dice: Dice, fate: str) -> tuple[int, list[Data]]:
    """How long ago the last visit was, and what was found."""
    if fate in FOUND:
        days, kinds, grade = FOUND[fate]
        ago = dice.between(*days)
        return ago, [_hazard(dice, kind, grade, ago) for kind in kinds]
    ago, kind = dice.between(6, 33) if fate == "blue" else dice.between(4, 96), dice.pick(MINOR)
    if fate == "blue":
        return ago, [_hazard(dice, kind, "minor", ago)]
    mended = [{**_hazard(dice, kind, "minor", ago + 6), "mended_on": dice.day(ago)}]
    return ago, mended if ago % 3 == 0 else []


def _hazard(dice: Dice, kind: str, grade: str, ago: int) -> Data:
    return {"kind": kind, "grade": grade, "found_on": dice.day(ago)}


def elder(dice: Dice, ground: Ground, number: int) -> list[Filled]:
    fate = fate_of(number, ELDERS, QUIET_ELDERS)
    care = {"high": "high", "silent": "high", "low": "low", "ended": "low"}.get(fate, "middle")
    file: Data = {
        "code": f"YL-{number + 1:04}",
        "name": dice.name(),
        "born_on": dice.day(dice.between(71, 96) * 365 + dice.between(0, 364)),
        "home": home(dice, ground),
        "phone": dice.phone(),
        "family_phone": dice.phone(),
        "alone": number % 3 != 0,
        "agreed": True,
        "care": care,
    }
    opened = Filled(dice.between(60, 400), "register", file)
    if fate == "new":
        return [opened._replace(ago=dice.between(0, 2))]
    seen = {"low": (2, 28), "middle": (0, 6), "high": (0, 0), "late": (8, 11), "unwell": (0, 1), "unseen": (12, 16)}
    ago = dice.between(*seen.get(fate, (3, 6)))
    said: Data = {"well": fate != "unwell", "care": care}
    if fate == "unwell":
        said["needs"] = dice.pick(("血压偏高，需陪同就医", "行动不便，需送餐", "摔倒擦伤，需换药"))
    life = [opened, Filled(ago, "visit", said)]
    if fate == "alarm":
        life.append(Filled(0, "alarm", {"alarm_on": dice.day(0)}))
    if fate == "ended":
        life.append(Filled(2, "end", {"ended_on": dice.day(2)}))
    return life


def station(dice: Dice, ground: Ground, number: int) -> list[Filled]:
    fate = STATIONS[number % len(STATIONS)]
    places = dice.between(14, 30)
    children = {"full": places, "over": places + 2, "free": places - dice.between(2, 8)}.get(fate, places - 4)
    stands = {
        "name": f"{ground.community}{'向日葵小海豚蒲公英'[number % 3 * 3 :][:3]}托育驿站",
        "address": shop(dice, ground),
        "licence_until": dice.day(-dice.between(90, 700)),
        "places": places,
        "carers": -(-places // 5),
        "head_phone": dice.phone(),
    }
    bookings = [_child(dice, "admitted") for _ in range(children)]
    if fate == "waiting":
        bookings += [_child(dice, None) for _ in range(2)]
    visited = dice.between(3, 34)
    found: Data = {"carers": stands["carers"], "safe": fate != "unsafe"}
    if fate == "unsafe":
        visited, found["finding"] = 2, "楼梯口防护栏松动"
    return [
        Filled(dice.between(200, 400), "register", stands),
        Filled(max(visited, 5), "bookings", {"bookings": bookings}),
        Filled(visited, "visit", found),
    ]


def _child(dice: Dice, stage: str | None) -> Data:
    booked = {
        "child": dice.name(),
        "born_on": dice.day(dice.between(240, 900)),
        "parent_phone": dice.phone(),
        "asked_on": dice.day(dice.between(5, 6) if stage is None else dice.between(30, 200)),
    }
    return booked if stage is None else {**booked, "stage": stage}


HOMES = (
    Told("rental_housing", 200, (14, 8), dwelling),
    Told("elder_care", 160, (12, 6), elder),
    Told("childcare", 30, (1, 1), station),
)
