"""Lives of lifts, car parks and the stretches of road that are cleaned every day."""

from backend.demo.modules.pictures import before_and_after
from backend.demo.modules.telling import Data, Dice, Filled, Ground, Told, shop

LIFTS = (
    *("good", "good", "late", "good", "old", "good", "good", "trapped", "good", "late"),
    *("good", "untested", "good", "good", "failed", "good", "stopped", "good", "old", "good"),
)
PARKS = ("free", "tight", "free", "free", "full", "free", "silent", "free", "free", "blocked")
STRETCHES = ("clean", "clean", "short", "clean", "failed", "clean", "waiting", "clean")
COMPANIES = ("通力维保", "西子电梯服务", "钱江电梯", "迅达维保站", "杭特机电")
STEPS = ["sweep", "pick", "rinse", "brush", "wipe", "patrol"]
CAUSES = ("door", "power", "control", "misuse")


def lift(dice: Dice, ground: Ground, number: int) -> list[Filled]:
    fate, use = LIFTS[number % len(LIFTS)], ("dwelling", "dwelling", "office", "shop", "dwelling")[number % 5]
    years = dice.between(16, 22) if fate == "old" else dice.between(2, 13)
    tested = {"untested": dice.between(368, 390), "failed": 2}.get(fate, dice.between(30, 340))
    stands: Data = {
        "number": f"3301-{dice.between(100_000, 999_999)}",
        "address": f"{ground.community}{dice.between(1, 28)}幢{dice.between(1, 4)}单元",
        "position": ground.position,
        "use": use,
        "installed_on": dice.day(years * 365 + dice.between(0, 300)),
        "floors": dice.between(6, 32),
        "keeper": f"{ground.community}物业服务中心",
        "company": dice.pick(COMPANIES),
        "emergency_phone": dice.phone(),
        "tested_on": dice.day(tested),
        "test_passed": True,
    }
    maintained = dice.between(17, 24) if fate == "late" else dice.between(0, 14)
    signed = {"maintained_on": dice.day(maintained), "maintainer": dice.name()}
    life = [
        Filled(max(tested, 100) + dice.between(5, 60), "register", {**stands, "tested_on": dice.day(tested + 365)}),
        Filled(tested, "test", {"tested_on": dice.day(tested), "test_passed": fate != "failed"}),
        Filled(maintained, "maintenance", signed, "handler"),
    ]
    if fate in {"trapped", "old"}:
        days = (4, 40) if fate == "trapped" else (70,)
        life.append(Filled(days[0], "rescue", {"rescues": [_rescue(dice, ago) for ago in days]}))
    if fate == "stopped":
        life.append(Filled(3, "stop", {"stopped_on": dice.day(3), "stopped_why": "更换曳引机"}))
    return life


def _rescue(dice: Dice, ago: int) -> Data:
    arrived = dice.between(8, 28)
    return {
        "on": dice.day(ago),
        "people": dice.between(1, 4),
        "answered_min": dice.between(1, 3),
        "arrived_min": arrived,
        "freed_min": arrived + dice.between(3, 12),
        "cause": dice.pick(CAUSES),
    }


def car_park(dice: Dice, ground: Ground, number: int) -> list[Filled]:
    fate, spaces = PARKS[number % len(PARKS)], dice.between(4, 60) * 10
    price = dice.between(2, 8)
    stands = {
        "name": f"{ground.community}{('地面', '地下', '路侧')[number % 3]}停车场",
        "position": ground.position,
        "spaces": spaces,
        "price": price,
        "shared": number % 3 == 1,
        "keeper_phone": dice.phone(),
    }
    free = {"full": 0, "tight": spaces // 20}.get(fate, spaces * dice.between(15, 70) // 100)
    return [
        Filled(dice.between(100, 300), "register", stands),
        Filled(dice.between(14, 36), "visit", {"exit_clear": fate != "blocked", "price": price}),
        Filled(1 if fate == "silent" else 0, "count", {"free": free}),
    ]


def stretch(dice: Dice, ground: Ground, number: int) -> list[Filled]:
    fate = STRETCHES[number % len(STRETCHES)]
    stands = {
        "name": f"{shop(dice, ground)}门前至{dice.between(1, 9)}号路口",
        "length_m": dice.between(12, 90) * 10,
        "leader": dice.name(),
    }
    shown = before_and_after()[number % len(before_and_after())]
    done = STEPS[: dice.between(2, 4)] if fate == "short" else STEPS
    graded = {"grade": dice.between(55, 74), "remark": "花坛内烟头未清"} if fate == "failed" else _passed(dice)
    return [
        Filled(dice.between(60, 200), "register", stands),
        Filled(dice.between(0, 9), "grade", graded, "duty_officer"),
        Filled(
            1 if fate == "waiting" else 0,
            "clean",
            {"steps": done, "before": [shown.before], "after": [shown.after]},
        ),
    ]


def _passed(dice: Dice) -> Data:
    return {"grade": dice.between(82, 99)}


STREETS = (
    Told("elevators", 120, (8, 4), lift),
    Told("parking", 60, (3, 2), car_park),
    Told("red_flag", 74, (3, 2), stretch),
)
