"""How each person of some subtrees stands: reached by what, tested or not, and why by nothing. In one pass, for all."""

from sqlalchemy import CTE, Case, ScalarSelect, Select, Subquery, case, exists, func, or_, select, union_all

from backend.areas.policy import within
from backend.core import clock
from backend.identity.models import Account, Person, RoleGrant, SessionFamily
from backend.push.models import PushDevice, PushTest, Subscription
from backend.push.queries.reach import LIVE_FOR, SIGNED_IN
from backend.push.rules.verdict import SILENT_AFTER, TEST_EVERY

Rows = Select[*tuple[object, ...]]


def standing(paths: list[str]) -> Rows:
    """person_id, place, webpush, live, tested, is_well, why (null: is well; `silent`: subscribed, long unheard of).

    A device of an ended session has neither subscription nor heartbeat: the job that follows takes both.
    """
    there, pushed, watching, tested = _there(paths), _pushed(), _watching(), _tested()
    webpush = pushed.c.person_id.is_not(None)
    live = watching.c.person_id.is_not(None)
    silent = webpush & (pushed.c.seen_at <= clock.now() - SILENT_AFTER)
    why = case((silent, "silent"), (or_(webpush, live), None), else_=_why_not(there))
    return (
        select(
            there.c.person_id,
            there.c.place,
            webpush.label("webpush"),
            live.label("live"),
            tested.c.person_id.is_not(None).label("tested"),
            (or_(webpush, live) & ~silent).label("is_well"),
            why.label("why"),
        )
        .outerjoin(pushed, pushed.c.person_id == there.c.person_id)
        .outerjoin(watching, watching.c.person_id == there.c.person_id)
        .outerjoin(tested, tested.c.person_id == there.c.person_id)
    )


def _why_not(there: CTE) -> Case[str]:
    """Of the few that nothing reaches: looked up one by one, so that the many cost nothing."""
    who = there.c.person_id
    entered = exists().where(SessionFamily.person_id == who)
    permission: ScalarSelect[str] = (
        select(PushDevice.permission)
        .where(PushDevice.person_id == who)
        .order_by(PushDevice.seen_at.desc())
        .limit(1)
        .scalar_subquery()
    )
    last_gone: ScalarSelect[str | None] = (
        select(Subscription.gone_reason)
        .where(Subscription.person_id == who)
        .order_by(Subscription.gone_at.desc())
        .limit(1)
        .scalar_subquery()
    )
    return case(
        (~exists().where(Account.person_id == who), "no_account"),
        (~entered, "never_signed_in"),
        (~entered.where(SessionFamily.revoked_at.is_(None)), "signed_out"),
        else_=case(
            {"unsupported": "unsupported", "denied": "permission_denied"},
            value=permission,
            else_=case((last_gone == "gateway", "gone"), else_="unsubscribed"),
        ),
    )


def _there(paths: list[str]) -> CTE:
    """Who is at home there, and who has come with a role there: each once, at one place."""
    home = select(Person.id.label("person_id"), Person.area_path.label("place")).where(
        Person.active, within(paths, Person.area_path)
    )
    guests = (
        select(RoleGrant.person_id, func.min(RoleGrant.area_path))
        .join(Person, Person.id == RoleGrant.person_id)
        .where(RoleGrant.revoked_at.is_(None), within(paths, RoleGrant.area_path))
        .where(Person.active, ~within(paths, Person.area_path))
        .group_by(RoleGrant.person_id)
    )
    return union_all(home, guests).cte("there")


def _pushed() -> Subquery:
    """Each heartbeat of a subscribed device is kept with its subscription, too."""
    live = select(Subscription.person_id, func.max(Subscription.last_seen_at).label("seen_at"))
    return live.where(Subscription.gone_at.is_(None)).group_by(Subscription.person_id).subquery("pushed")


def _watching() -> Subquery:
    return (
        select(PushDevice.person_id)
        .join(SessionFamily, SIGNED_IN)
        .where(PushDevice.seen_at > clock.now() - LIVE_FOR)
        .distinct()
        .subquery("watching")
    )


def _tested() -> Subquery:
    # "is not null" is what the index is named by
    lately = (PushTest.shown_at.is_not(None), PushTest.shown_at > clock.now() - TEST_EVERY)
    return select(PushTest.person_id).where(*lately).distinct().subquery("tested")
