"""The JSON shapes of orders: as issued, and as shown."""

from marshmallow import ValidationError, fields, validate

from backend.commands.rules import cap, lifecycle
from backend.commands.rules.receipt_ladder import State
from backend.commands.schemas.plans import CODE, AssemblyPoint, BothTexts
from backend.commands.schemas.targets import DangerZone, Target
from backend.core.http.schema import Both, PageQuery, Schema

STATES = [state.name for state in State]
WORD = validate.Length(max=200)
CAUSE = validate.Regexp(r"^[a-z_]{1,32}:[0-9a-f-]{36}$")
REASON = validate.Length(min=5, max=500)


class Slot(fields.Field[object]):
    """One text for both languages, or {zh, en}."""

    def _deserialize(self, value: object, *_: object, **__: object) -> object:
        texts = [value] if isinstance(value, str) else self._both(value)
        for text in texts:
            WORD(text)
        return value

    def _both(self, value: object) -> list[str]:
        if not isinstance(value, dict) or not value.keys() <= {"zh", "en"}:
            raise ValidationError("Not a text, nor one in zh and en.")
        if not all(isinstance(text, str) for text in value.values()):
            raise ValidationError("Not a text.")
        return list(value.values())


def slots() -> fields.Dict:
    return fields.Dict(keys=fields.String(validate=CODE), values=Slot(), required=True)


class Stamps(Schema):
    opened = fields.AwareDateTime(load_default=None, allow_none=True)
    plan_chosen = fields.AwareDateTime(load_default=None, allow_none=True)
    area_set = fields.AwareDateTime(load_default=None, allow_none=True)
    confirmed = fields.AwareDateTime(load_default=None, allow_none=True)


class AskOrder(Schema):
    """An order as a commander asks for it; the same when it is submitted to a second person."""

    plan_code = fields.String(required=True, validate=CODE)
    slots = slots()
    target = fields.Nested(Target, required=True)
    status = fields.String(required=True, validate=validate.OneOf(cap.STATUSES))
    id = fields.UUID(required=True, metadata={"description": "made by the client, UUID version 7"})
    plan_version = fields.Integer(required=True, validate=validate.Range(min=1, max=2**31 - 1))
    stamps = fields.Nested(Stamps, load_default=dict)
    expires_at = fields.AwareDateTime(load_default=None, allow_none=True)
    cause = fields.String(
        load_default=None,
        allow_none=True,
        validate=CAUSE,
        metadata={"description": "what it comes of, as GET /api/incidents/{id}/order-draft gives it"},
    )


class IssueOrder(AskOrder):
    override_reason = fields.String(
        load_default=None,
        allow_none=True,
        validate=REASON,
        metadata={"description": "why a second person who is needed is not waited for; kept and shown"},
    )


class UpdateOrder(Schema):
    id = fields.UUID(required=True)
    slots = slots()
    note = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=500))


class CancelOrder(Schema):
    id = fields.UUID(required=True)
    reason = fields.String(required=True, validate=validate.Length(min=1, max=500))
    tapped_at = fields.AwareDateTime(
        load_default=None,
        allow_none=True,
        metadata={"description": "by the server's clock as the phone measured it: the time to retract begins here"},
    )


class ClearOrder(Schema):
    id = fields.UUID(required=True)
    note = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=500))


class OrdersQuery(PageQuery):
    state = fields.String(load_default=None, validate=validate.OneOf(lifecycle.STATES))
    status = fields.String(
        load_default=None, validate=validate.OneOf(cap.STATUSES), metadata={"description": "real orders or drills only"}
    )


class Issuer(Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)


class OrderShown(Schema):
    id = fields.UUID(required=True)
    identifier = fields.String(required=True)
    sender = fields.String(required=True)
    sent = fields.AwareDateTime(required=True)
    status = fields.String(required=True, validate=validate.OneOf(cap.STATUSES))
    msg_type = fields.String(required=True, validate=validate.OneOf(sorted(cap.MSG_TYPES)))
    kind = fields.String(required=True, validate=validate.OneOf([made.kind for made in cap.MESSAGES.values()]))
    scope = fields.String(required=True)
    references = fields.UUID(required=True, allow_none=True)
    root = fields.UUID(required=True, metadata={"description": "first order of the chain; push topic and tag"})
    sequence = fields.Integer(required=True)
    event = fields.String(required=True)
    event_class = fields.String(required=True)
    urgency = fields.String(required=True)
    severity = fields.String(required=True)
    certainty = fields.String(required=True)
    response_level = fields.String(required=True)
    effective = fields.AwareDateTime(required=True)
    expires = fields.AwareDateTime(required=True)
    plan_code = fields.String(required=True)
    plan_version = fields.Integer(required=True)
    texts = fields.Nested(BothTexts, required=True)
    target = fields.Nested(Target, required=True)
    place = fields.Nested(DangerZone, required=True)
    assembly_points = fields.List(fields.Nested(AssemblyPoint), required=True)
    checklist = fields.Dict(keys=fields.String(), values=fields.List(fields.Nested(Both)), required=True)
    issuer = fields.Nested(Issuer, required=True)
    approved_by = fields.Nested(Issuer, required=True, allow_none=True, metadata={"description": "the second person"})
    approved_at = fields.AwareDateTime(required=True, allow_none=True)
    override_reason = fields.String(
        required=True, allow_none=True, metadata={"description": "why no second person was waited for"}
    )
    state = fields.String(required=True, validate=validate.OneOf(lifecycle.STATES))
    people = fields.Integer(required=True)
    stamps = fields.Dict(keys=fields.String(), values=fields.String(allow_none=True), required=True)
    note = fields.String(required=True, allow_none=True)
    cause = fields.String(required=True, allow_none=True, metadata={"description": "what it came of: kind:id"})


class Mine(Schema):
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    answer = fields.String(required=True, allow_none=True, validate=validate.OneOf(STATES))
    answered_at = fields.AwareDateTime(required=True, allow_none=True)


class ListedOrder(OrderShown):
    """With its ring: what the reader sees of it, not what the whole order has."""

    answered = fields.Integer(required=True, metadata={"description": "of `in_view`, who has said anything"})
    in_view = fields.Integer(required=True, metadata={"description": "recipients in the reader's places"})
    asks_help = fields.Integer(required=True, metadata={"description": "now, and nobody has attended"})
    is_answered = fields.Boolean(required=True, metadata={"description": "responsible person and quorum"})
    is_overdue = fields.Boolean(required=True)


class MyOrder(OrderShown):
    """What a recipient sees: not who else was meant or left out, nor what the commander's fingers did when."""

    class Meta(OrderShown.Meta):
        exclude = ("target", "stamps", "people", "override_reason", "cause")

    duty_phone = fields.String(
        required=True, allow_none=True, metadata={"description": "whom to call; null where none can be dialled"}
    )
    my = fields.Nested(Mine, required=True)


class Responsible(Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)
    phone = fields.String(required=True)
