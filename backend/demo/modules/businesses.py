"""Lives of restaurants, kitchens, malls, places to visit and clinics: most have reported today, some have not."""

from backend.demo.modules.telling import Data, Dice, Filled, Ground, Told, fate_of, shop

RESTAURANTS = (
    *("good", "good", "short", "good", "unchecked", "good", "failed", "good", "good", "unchecked"),
    *("good", "expired", "good", "short", "good", "good", "fever", "good", "unchecked", "good"),
)
KITCHENS = ("clean", "seen", "clean", "open", "clean", "clean", "overdue", "clean", "offline", "rats")
QUIET_KITCHENS = (
    *("clean", "clean", "seen", "clean", "clean", "open", "clean", "clean", "clean", "offline"),
    *("clean", "clean", "clean", "rats", "clean", "seen", "clean", "clean", "overdue", "clean"),
)
MALLS = ("normal", "busy", "normal", "complaint", "normal", "silent", "normal", "overdue", "normal", "blocked")
SPOTS = ("free", "free", "busy", "free", "silent", "free", "crowded", "free", "closed", "full")
CLINICS = ("smooth", "slow", "smooth", "smooth", "silent", "crowded", "smooth", "closed", "smooth", "blocked")
DISHES = ("小馆", "面馆", "家常菜", "小笼包", "海鲜酒楼", "茶餐厅", "片儿川", "火锅店", "饭庄", "早餐店")
COMPLAINTS = ("price", "quality", "prepaid_card", "manners")


def restaurant(dice: Dice, ground: Ground, number: int) -> list[Filled]:
    fate, staff = RESTAURANTS[number % len(RESTAURANTS)], dice.between(4, 18)
    stands = {
        "name": f"{ground.community}{DISHES[number % len(DISHES)]}",
        "address": shop(dice, ground),
        "position": ground.position,
        "licence": f"JY133010{dice.between(10_000_000, 99_999_999)}",
        "licence_until": dice.day(4 if fate == "expired" else -dice.between(60, 900)),
        "manager": dice.name(),
        "manager_phone": dice.phone(),
        "staff": staff,
        "seats": staff * dice.between(5, 9),
    }
    inspected: Data = {"passed": fate != "failed"}
    if fate == "failed":
        inspected["finding"] = dice.pick(("后厨地面积水", "冷藏柜生熟混放", "消毒记录缺失"))
    checked = {
        "masks": staff * (6 if fate == "short" else dice.between(12, 30)),
        "disinfectant": dice.between(6, 20),
        "ventilated": True,
        "distance_m": 0.8 if fate == "short" and number % 2 else 1.2,
        "staggered": True,
        "staff_well": fate != "fever",
    }
    return [
        Filled(dice.between(120, 300), "register", stands),
        Filled(dice.between(1, 33) if fate != "failed" else dice.between(1, 5), "inspection", inspected),
        Filled(1 if fate == "unchecked" else 0, "checklist", checked),
    ]


def kitchen(dice: Dice, ground: Ground, number: int) -> list[Filled]:
    fate = fate_of(number, KITCHENS, QUIET_KITCHENS)
    stands = {
        "name": f"{ground.community}{DISHES[(number + 3) % len(DISHES)]}后厨",
        "address": shop(dice, ground),
        "cameras": dice.between(2, 6),
        "manager_phone": dice.phone(),
    }
    life = [Filled(dice.between(100, 300), "register", stands)]
    told = {"seen": ("smoking", None), "open": ("no_cap", "right"), "overdue": ("bin_open", "right")}
    what, verdict = told.get(fate, ("rat", "right") if fate == "rats" else ("no_mask", "wrong"))
    ago = {"seen": dice.between(0, 1), "open": dice.between(1, 3), "overdue": 6, "rats": 1}.get(fate, 12)
    if fate != "clean" or number % 4 == 0:
        alert = {"seen_on": dice.day(ago), "what": what}
        life.append(Filled(ago, "alerts", {"alerts": [alert if verdict is None else {**alert, "verdict": verdict}]}))
    if fate == "offline":
        since = dice.between(1, 4)
        life.append(Filled(since, "cameras", {"cameras": stands["cameras"], "offline_since": dice.day(since)}))
    return life


def mall(dice: Dice, ground: Ground, number: int) -> list[Filled]:
    fate, shops = MALLS[number % len(MALLS)], dice.between(40, 320)
    capacity = shops * 60
    stands = {
        "name": f"{ground.community}{('银座', '天地', '广场', '中心')[number % 4]}",
        "position": ground.position,
        "shops": shops,
        "capacity": capacity,
        "keeper": dice.name(),
        "keeper_phone": dice.phone(),
    }
    inside = capacity * (dice.between(84, 96) if fate == "busy" else dice.between(20, 70)) // 100
    today: Data = {"visitors": inside * dice.between(3, 5), "inside": inside, "sales": dice.between(20, 900)}
    today["shops_open"] = shops - shops * dice.between(0, 12) // 100
    life = [
        Filled(dice.between(150, 300), "register", stands),
        Filled(dice.between(2, 33), "check", {"exits_clear": True}),
        Filled(1 if fate == "silent" else 0, "report", today),
    ]
    if fate in {"complaint", "overdue"}:
        came = dice.between(9, 12) if fate == "overdue" else dice.between(1, 4)
        about = {"shop": f"{number + 101}铺", "about": dice.pick(COMPLAINTS), "came_on": dice.day(came)}
        life.append(Filled(came, "complaint", {"complaints": [about]}))
    if fate == "blocked":
        life[-1] = life[-1]._replace(data={**today, "inside": capacity + dice.between(50, 400)})
    return life


def spot(dice: Dice, ground: Ground, number: int) -> list[Filled]:
    fate, kind = SPOTS[number % len(SPOTS)], ("sight", "museum", "hotel")[number % 3]
    names = {"sight": "遗址公园", "museum": "民俗馆", "hotel": "酒店"}
    capacity = dice.between(3, 60) * 100
    stands = {
        "name": f"{ground.community}{names[kind]}",
        "kind": kind,
        "position": ground.position,
        "capacity": capacity,
        "keeper": dice.name(),
        "keeper_phone": dice.phone(),
    }
    if kind == "hotel":
        stands["rooms"] = capacity // 4
    share = {"busy": (72, 88), "crowded": (92, 99), "full": (104, 118)}.get(fate, (10, 62))
    said: Data = {"closed": fate == "closed"}
    if fate == "closed":
        said["closed_why"] = "设施检修"
    else:
        said["inside"] = capacity * dice.between(*share) // 100
        if kind == "hotel":
            said["rooms_free"] = 0 if fate == "busy" else dice.between(3, 60)
    return [
        Filled(dice.between(100, 300), "register", stands),
        Filled(dice.between(2, 34), "check", {"exits_clear": True, "fire_ok": True}),
        Filled(1 if fate == "silent" else 0, "count", said),
    ]


def clinic(dice: Dice, ground: Ground, number: int) -> list[Filled]:
    fate = CLINICS[number % len(CLINICS)]
    kind = ("station", "clinic", "community_centre", "clinic", "station", "hospital")[number % 6]
    names = {"station": "社区卫生服务站", "clinic": "诊所", "community_centre": "社区卫生服务中心", "hospital": "医院"}
    stands = {
        "name": f"{ground.community}{names[kind]}",
        "kind": kind,
        "address": shop(dice, ground),
        "position": ground.position,
        "contact": dice.name(),
        "contact_phone": dice.phone(),
    }
    waited = {"slow": (34, 55), "crowded": (66, 95)}.get(fate, (4, 28))
    today: Data = {"open_today": fate != "closed"}
    if fate != "closed":
        numbers = 0 if fate == "crowded" else dice.between(5, 120)
        today |= {"waited_min": dice.between(*waited), "numbers_left": numbers, "guides": dice.between(1, 6)}
        today["pay_later"] = True
    seen: Data = {"lane_clear": fate != "blocked", "barrier_free": True}
    if fate == "blocked":
        seen["finding"] = "社会车辆占用急救通道"
    life = [
        Filled(dice.between(100, 300), "register", stands),
        Filled(0 if fate == "blocked" else dice.between(2, 34), "visit", seen),
        Filled(1 if fate == "silent" else 0, "report", today),
    ]
    if fate == "slow" and number % 2:
        complaint = {"about": "waiting", "came_on": dice.day(3)}
        life.append(Filled(3, "complaint", {"complaints": [complaint]}))
    return life


BUSINESSES = (
    Told("dine_in", 100, (6, 4), restaurant),
    Told("open_kitchens", 80, (5, 3), kitchen),
    Told("business_district", 30, (1, 1), mall),
    Told("tourism", 40, (2, 1), spot),
    Told("medical_care", 60, (2, 1), clinic),
)
