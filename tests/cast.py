"""The people and places that most tests are about: two streets of one district, and who acts in them."""

from dataclasses import dataclass, field

from backend.areas.models import Area
from backend.identity.models import Person
from tests.builders import people
from tests.builders.areas import plant
from tests.client import issue_token

DISTRICT = "330103"
CHAOMING = "330103005"
WULIN = "330103002"
#: 刀茅巷社区 in Chaoming, two of its grids, and another community of the street
DAOMAO = "330103005056"
DAOMAO_WEST = "330103005056001"
DAOMAO_EAST = "330103005056002"
DONGHE = "330103005057"
DONGHE_WEST = "330103005057001"
#: 仙林社区 in Wulin, the street next door
XIANLIN = "330103002052"
XIANLIN_WEST = "330103002052001"

CODES = (
    DISTRICT, CHAOMING, WULIN, DAOMAO, DAOMAO_WEST, DAOMAO_EAST, DONGHE, DONGHE_WEST, XIANLIN, XIANLIN_WEST,
)  # fmt: skip


@dataclass(slots=True)
class Cast:
    """Who is there. Everybody has an account with the name in brackets and `people.PASSWORD`."""

    areas: dict[str, Area] = field(default_factory=lambda: plant(*CODES))
    #: 区指挥长 [zhou]
    commander: Person = field(init=False)
    #: 潮鸣街道指挥长, responsible for the street [shen]
    chaoming_commander: Person = field(init=False)
    #: 潮鸣街道值班员 [ding]
    chaoming_duty: Person = field(init=False)
    #: 刀茅巷社区书记, responsible for the community [wu]
    secretary: Person = field(init=False)
    #: 网格员 of the western grid, responsible for it [chen]
    grid_worker: Person = field(init=False)
    #: 志愿者 in the same grid, prefers English [lin]
    volunteer: Person = field(init=False)
    #: 武林街道指挥长 [xu]
    wulin_commander: Person = field(init=False)
    #: 网格员 of Wulin [he]
    wulin_worker: Person = field(init=False)
    #: 区安全管理员, keeps the accounts [han]
    security_admin: Person = field(init=False)
    #: 潮鸣街道安全管理员 [fang]
    chaoming_admin: Person = field(init=False)

    def __post_init__(self) -> None:
        issue_token[:] = [people.token_of]
        made = people.person
        self.commander = made("周建国", DISTRICT, "commander", lead=True, username="zhou")
        self.chaoming_commander = made("沈岚", CHAOMING, "commander", lead=True, username="shen")
        self.chaoming_duty = made("丁宁", CHAOMING, "duty_officer", username="ding")
        self.secretary = made("吴桂芳", DAOMAO, "commander", lead=True, username="wu")
        self.grid_worker = made("陈小河", DAOMAO_WEST, "grid_worker", lead=True, username="chen")
        self.volunteer = made("林夏", DAOMAO_WEST, "volunteer", username="lin", language="en")
        self.wulin_commander = made("许文", WULIN, "commander", lead=True, username="xu")
        self.wulin_worker = made("何青", XIANLIN_WEST, "grid_worker", lead=True, username="he")
        self.security_admin = made("韩雪", DISTRICT, "security_admin", username="han")
        self.chaoming_admin = made("方正", CHAOMING, "security_admin", username="fang")
