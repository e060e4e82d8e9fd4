"""The addresses of the steps: one word each, the same in the address, the action and the fact."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from backend.core.http.actor import Actor
from backend.core.http.allow import Allow
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


def _tap(body: Body) -> Tap:
    return Tap(**{name: body.pop(name) for name in ("id", "device_at", "clock_offset_ms", "note")})


def _seen(body: Body) -> Body:
    """The pictures by another name: `photos` is what announces them."""
    return {"pictures": body.pop("photos"), **body}


def _allow(verb: str) -> Allow:
    return roles(*policy.MAY[verb])


@endpoint(blp, "POST", "/verify", allow=_allow("verify"), body=VerifyStep, returns=IncidentShown)
def verify_incident(actor: Actor, body: Body, incident_id: UUID) -> Body:
    """Say whether it is as reported 核实."""
    verify.verify(actor, incident_id, _tap(body), **_seen(body))
    return incidents.one(actor, incident_id)


@endpoint(blp, "POST", "/accept", allow=_allow("accept"), body=CaseStep, returns=IncidentShown)
def accept_incident(actor: Actor, body: Body, incident_id: UUID) -> Body:
    """Accept 受理."""
    advance.advance(actor, incident_id, "accept", _tap(body))
    return incidents.one(actor, incident_id)


@endpoint(blp, "POST", "/not-accept", allow=_allow("not_accept"), body=ReasonedStep, returns=IncidentShown)
def not_accept_incident(actor: Actor, body: Body, incident_id: UUID) -> Body:
    """Do not accept 不予受理, with a reason; the reporter hears it."""
    advance.advance(actor, incident_id, "not_accept", _tap(body))
    return incidents.one(actor, incident_id)


@endpoint(blp, "POST", "/register", allow=_allow("register"), body=CaseStep, returns=IncidentShown)
def register_incident(actor: Actor, body: Body, incident_id: UUID) -> Body:
    """Register 立案."""
    advance.advance(actor, incident_id, "register", _tap(body))
    return incidents.one(actor, incident_id)


@endpoint(blp, "POST", "/not-register", allow=_allow("not_register"), body=ReasonedStep, returns=IncidentShown)
def not_register_incident(actor: Actor, body: Body, incident_id: UUID) -> Body:
    """Do not register 不予立案, with a reason; the reporter hears it."""
    advance.advance(actor, incident_id, "not_register", _tap(body))
    return incidents.one(actor, incident_id)


@endpoint(blp, "POST", "/dispatch", allow=_allow("dispatch"), body=DispatchStep, returns=IncidentShown)
def dispatch_incident(actor: Actor, body: Body, incident_id: UUID) -> Body:
    """Dispatch 派遣 to a unit; its clock starts."""
    dispatch.dispatch(actor, incident_id, _tap(body), **body)
    return incidents.one(actor, incident_id)


@endpoint(blp, "POST", "/start", allow=_allow("start"), body=CaseStep, returns=IncidentShown)
def start_incident(actor: Actor, body: Body, incident_id: UUID) -> Body:
    """Begin to handle it."""
    advance.advance(actor, incident_id, "start", _tap(body))
    return incidents.one(actor, incident_id)


@endpoint(blp, "POST", "/return", allow=_allow("return"), body=ReasonedStep, returns=IncidentShown)
def return_incident(actor: Actor, body: Body, incident_id: UUID) -> Body:
    """Return 回退 what is not the unit's, with a reason."""
    give_back.give_back(actor, incident_id, _tap(body))
    return incidents.one(actor, incident_id)


@endpoint(blp, "POST", "/handle", allow=_allow("handle"), body=SeenStep, returns=IncidentShown)
def handle_incident(actor: Actor, body: Body, incident_id: UUID) -> Body:
    """Say that it is handled 处置; somebody else checks."""
    handle.handle(actor, incident_id, _tap(body), **_seen(body))
    return incidents.one(actor, incident_id)


@endpoint(blp, "POST", "/extend", allow=_allow("extend"), body=ExtendStep, returns=IncidentShown)
def extend_incident(actor: Actor, body: Body, incident_id: UUID) -> Body:
    """Ask for more time 延期, with a reason."""
    extension.ask(actor, incident_id, _tap(body), **body)
    return incidents.one(actor, incident_id)


@endpoint(blp, "POST", "/grant-extension", allow=_allow("grant_extension"), body=CaseStep, returns=IncidentShown)
def grant_extension(actor: Actor, body: Body, incident_id: UUID) -> Body:
    """Grant the time that was asked for."""
    extension.grant(actor, incident_id, _tap(body))
    return incidents.one(actor, incident_id)


@endpoint(blp, "POST", "/refuse-extension", allow=_allow("refuse_extension"), body=ReasonedStep, returns=IncidentShown)
def refuse_extension(actor: Actor, body: Body, incident_id: UUID) -> Body:
    """Refuse it, with a reason."""
    extension.refuse(actor, incident_id, _tap(body))
    return incidents.one(actor, incident_id)


@endpoint(blp, "POST", "/suspend", allow=_allow("suspend"), body=ReasonedStep, returns=IncidentShown)
def suspend_incident(actor: Actor, body: Body, incident_id: UUID) -> Body:
    """Suspend 挂账, with a reason; the clock stands, but for an emergency's."""
    suspension.suspend(actor, incident_id, _tap(body))
    return incidents.one(actor, incident_id)


@endpoint(blp, "POST", "/resume", allow=_allow("resume"), body=CaseStep, returns=IncidentShown)
def resume_incident(actor: Actor, body: Body, incident_id: UUID) -> Body:
    """Resume where it was."""
    suspension.resume(actor, incident_id, _tap(body))
    return incidents.one(actor, incident_id)


@endpoint(blp, "POST", "/check", allow=_allow("check"), body=CheckStep, returns=IncidentShown)
def check_incident(actor: Actor, body: Body, incident_id: UUID) -> Body:
    """Check 核查: close it, or have it done again."""
    check.check(actor, incident_id, _tap(body), **_seen(body))
    return incidents.one(actor, incident_id)


@endpoint(blp, "POST", "/cancel", allow=_allow("cancel"), body=ReasonedStep, returns=IncidentShown)
def cancel_incident(actor: Actor, body: Body, incident_id: UUID) -> Body:
    """Cancel 作废, with a reason; one's own report as long as nobody has acted on it."""
    advance.advance(actor, incident_id, "cancel", _tap(body))
    return incidents.one(actor, incident_id)


@endpoint(blp, "POST", "/urge", allow=_allow("urge"), body=CaseStep, returns=IncidentShown)
def urge_incident(actor: Actor, body: Body, incident_id: UUID) -> Body:
    """Urge 催办 whoever must act."""
    press.urge(actor, incident_id, _tap(body))
    return incidents.one(actor, incident_id)


@endpoint(blp, "POST", "/supervise", allow=_allow("supervise"), body=CaseStep, returns=IncidentShown)
def supervise_incident(actor: Actor, body: Body, incident_id: UUID) -> Body:
    """Put it under supervision 督办."""
    press.supervise(actor, incident_id, _tap(body))
    return incidents.one(actor, incident_id)


@endpoint(blp, "POST", "/merge", allow=_allow("merge"), body=MergeStep, returns=IncidentShown)
def merge_incident(actor: Actor, body: Body, incident_id: UUID) -> Body:
    """Merge it into another case, which answers for both."""
    merge.merge(actor, incident_id, _tap(body), **body)
    return incidents.one(actor, incident_id)


@endpoint(blp, "POST", "/rate", allow=_allow("rate"), body=RateStep, returns=IncidentShown)
def rate_incident(actor: Actor, body: Body, incident_id: UUID) -> Body:
    """Say how content you are with the answer to your report."""
    rate.rate(actor, incident_id, _tap(body), **body)
    return incidents.one(actor, incident_id)
