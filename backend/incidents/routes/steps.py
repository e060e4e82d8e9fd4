"""The addresses of the steps: one word each, the same in the address, the action and the fact."""

from collections.abc import Callable
from typing import Any, NamedTuple
from uuid import UUID

from flask_smorest import Blueprint

from backend.core.http.actor import Actor
from backend.core.http.endpoint import endpoint, roles
from backend.incidents import policy
from backend.incidents.actions import (
    advance,
    check,
    dispatch,
    extension,
    give_back,
    handle,
    merge,
    press,
    rate,
    suspension,
    verify,
)
from backend.incidents.actions.step import Tap
from backend.incidents.queries import incidents
from backend.incidents.schemas.incidents import IncidentShown
from backend.incidents.schemas.steps import (
    CaseStep,
    CheckStep,
    DispatchStep,
    ExtendStep,
    MergeStep,
    RateStep,
    ReasonedStep,
    SeenStep,
    VerifyStep,
)

blp = Blueprint("incident_steps", __name__, url_prefix="/api/incidents/<uuid:incident_id>", description="The case loop")

Body = dict[str, Any]


class Step(NamedTuple):
    """`act` is called with the actor, the case, the tap and what else the body says."""

    verb: str
    body: type[CaseStep]
    act: Callable[..., None]
    says: str


def _advance(verb: str) -> Callable[..., None]:
    """The steps that only lead on."""

    def act(actor: Actor, incident_id: UUID, tap: Tap) -> None:
        advance.advance(actor, incident_id, verb, tap)

    return act


STEPS = (
    Step("verify", VerifyStep, verify.verify, "Say whether it is as reported 核实."),
    Step("accept", CaseStep, _advance("accept"), "Accept 受理."),
    Step(
        "not_accept",
        ReasonedStep,
        _advance("not_accept"),
        "Do not accept 不予受理, with a reason; the reporter hears it.",
    ),
    Step("register", CaseStep, _advance("register"), "Register 立案."),
    Step(
        "not_register",
        ReasonedStep,
        _advance("not_register"),
        "Do not register 不予立案, with a reason; the reporter hears it.",
    ),
    Step("dispatch", DispatchStep, dispatch.dispatch, "Dispatch 派遣 to a unit; its clock starts."),
    Step("start", CaseStep, _advance("start"), "Begin to handle it."),
    Step("return", ReasonedStep, give_back.give_back, "Return 回退 what is not the unit's, with a reason."),
    Step("handle", SeenStep, handle.handle, "Say that it is handled 处置; somebody else checks."),
    Step("extend", ExtendStep, extension.ask, "Ask for more time 延期, with a reason."),
    Step("grant_extension", CaseStep, extension.grant, "Grant the time that was asked for."),
    Step("refuse_extension", ReasonedStep, extension.refuse, "Refuse it, with a reason."),
    Step(
        "suspend",
        ReasonedStep,
        suspension.suspend,
        "Suspend 挂账, with a reason; the clock stands, but for an emergency's.",
    ),
    Step("resume", CaseStep, suspension.resume, "Resume where it was."),
    Step("check", CheckStep, check.check, "Check 核查: close it, or have it done again."),
    Step(
        "cancel",
        ReasonedStep,
        _advance("cancel"),
        "Cancel 作废, with a reason; one's own report as long as nobody has acted on it.",
    ),
    Step("urge", CaseStep, press.urge, "Urge 催办 whoever must act."),
    Step("supervise", CaseStep, press.supervise, "Put it under supervision 督办."),
    Step("merge", MergeStep, merge.merge, "Merge it into another case, which answers for both."),
    Step("rate", RateStep, rate.rate, "Say how content you are with the answer to your report."),
)


def _answer(step: Step) -> Callable[..., Body]:
    def answer(actor: Actor, body: Body, incident_id: UUID) -> Body:
        step.act(actor, incident_id, _tap(body), **_seen(body))
        return incidents.one(actor, incident_id)

    answer.__name__ = step.verb if step.verb.endswith("_extension") else f"{step.verb}_incident"
    answer.__doc__ = step.says
    return answer


def _tap(body: Body) -> Tap:
    return Tap(**{name: body.pop(name) for name in ("id", "device_at", "clock_offset_ms", "note")})


def _seen(body: Body) -> Body:
    """The pictures by another name: `photos` is what announces them."""
    return {"pictures": body.pop("photos"), **body} if "photos" in body else body


for step in STEPS:
    address, allow = f"/{step.verb.replace('_', '-')}", roles(*policy.MAY[step.verb])
    endpoint(blp, "POST", address, allow=allow, body=step.body, returns=IncidentShown)(_answer(step))
