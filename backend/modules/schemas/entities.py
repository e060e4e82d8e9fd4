"""The JSON shapes of entities, the forms that fill them, and their tasks."""

from marshmallow import fields, validate

from backend.core.http.schema import PageQuery, Schema, page_of
from backend.health.schemas.moments import EARLIEST, LATEST, WORDS, Tapped
from backend.modules.schemas.modules import CODE, ModuleAreaQuery

NAME = validate.Regexp(r"^[a-z][a-z0-9_]{0,39}$")


class ModuleFormFilled(Tapped):
    entity_id = fields.UUID(required=True, metadata={"description": "made by the client for a new one, version 7"})
    area_code = fields.String(
        load_default=None, allow_none=True, validate=CODE, metadata={"description": "of a new one"}
    )
    form = fields.String(required=True, validate=NAME)
    version = fields.Integer(required=True, strict=True, validate=validate.Range(1, 100_000))
    data = fields.Dict(
        keys=fields.String(), required=True, metadata={"description": "field → value; null takes it back"}
    )


class EntityFilters(ModuleAreaQuery):
    state = fields.String(load_default=None, validate=NAME)
    q = fields.String(
        load_default=None, validate=validate.Length(max=60), metadata={"description": "part of how it is called"}
    )


class EntitiesQuery(PageQuery, EntityFilters):
    pass


class EntityPhotoSize(Schema):
    size = fields.String(load_default="full", validate=validate.OneOf(["thumb", "full"]))


class EntityCounts(Schema):
    states = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    total = fields.Integer(required=True)


class EntityDot(Schema):
    id = fields.UUID(required=True)
    state = fields.String(required=True, allow_none=True)
    place = fields.Dict(keys=fields.String(), required=True, metadata={"description": "WGS-84"})


class EntityDots(Schema):
    items = fields.List(fields.Nested(EntityDot), required=True)
    is_cut = fields.Boolean(required=True, metadata={"description": "there are more than a map shows"})


class EntityRow(Schema):
    id = fields.UUID(required=True)
    module = fields.String(required=True)
    kind = fields.String(required=True)
    label = fields.String(required=True)
    version = fields.Integer(required=True)
    area_code = fields.String(required=True)
    area_name_zh = fields.String(required=True)
    area_name_en = fields.String(required=True)
    state = fields.String(required=True, allow_none=True)
    state_since = fields.Date(required=True, allow_none=True)
    why = fields.Dict(
        keys=fields.String(), values=fields.String(), required=True, metadata={"description": "zh and en"}
    )
    is_by_hand = fields.Boolean(required=True)
    place = fields.Dict(keys=fields.String(), required=True, allow_none=True, metadata={"description": "WGS-84"})
    fields_ = fields.Dict(
        keys=fields.String(),
        required=True,
        attribute="fields",
        data_key="fields",
        metadata={"description": "for lists"},
    )
    saved_at = fields.AwareDateTime(required=True)


EntityPage = page_of(EntityRow)


class EntityByHand(Schema):
    reason = fields.String(required=True)
    until = fields.AwareDateTime(required=True)
    by = fields.String(required=True, allow_none=True)


class EntityTask(Schema):
    task = fields.String(required=True)
    due_on = fields.Date(required=True)
    opens_on = fields.Date(required=True)
    assign = fields.String(required=True)
    climbs_on = fields.Date(required=True, allow_none=True)
    climbs_to = fields.String(required=True, allow_none=True)
    dismissed_at = fields.AwareDateTime(required=True, allow_none=True)
    dismissed_why = fields.String(required=True, allow_none=True)


class EntityForm(Schema):
    id = fields.UUID(required=True)
    form = fields.String(required=True)
    version = fields.Integer(required=True)
    by = fields.String(required=True, allow_none=True)
    filled_at = fields.AwareDateTime(required=True)
    saved_at = fields.AwareDateTime(required=True)


class EntityPhoto(Schema):
    sha256 = fields.String(required=True)
    arrived_at = fields.AwareDateTime(required=True, allow_none=True)


class EntityHeld(EntityRow):
    data = fields.Dict(keys=fields.String(), required=True)
    hidden = fields.List(fields.String(), required=True, metadata={"description": "personal, not for who only reads"})
    rule = fields.String(required=True, allow_none=True)
    rule_state = fields.String(
        required=True, allow_none=True, metadata={"description": "what the rules say, whatever is set by hand"}
    )
    rule_since = fields.Date(required=True, allow_none=True)
    created_on = fields.Date(required=True)
    by_hand = fields.Nested(EntityByHand, required=True, allow_none=True)
    tasks = fields.List(fields.Nested(EntityTask), required=True)
    photos = fields.List(fields.Nested(EntityPhoto), required=True)
    source_id = fields.UUID(
        required=True, allow_none=True, metadata={"description": "the site or the isolation that it is of"}
    )
    may_fill = fields.List(fields.String(), required=True)
    may_set_by_hand = fields.Boolean(required=True)


class EntityWhole(EntityHeld):
    forms = fields.List(fields.Nested(EntityForm), required=True, metadata={"description": "the last twenty"})
    purge_after = fields.AwareDateTime(required=True, allow_none=True)


class EntitiesHeld(Schema):
    items = fields.List(fields.Nested(EntityHeld), required=True, metadata={"description": "the newest"})
    total = fields.Integer(required=True, metadata={"description": "how many there are"})
    most = fields.Integer(required=True, metadata={"description": "how many a phone is given at most"})


class EntitySetByHand(Schema):
    state = fields.String(required=True, validate=NAME)
    reason = fields.String(required=True, validate=WORDS)
    until = fields.AwareDateTime(required=True, validate=validate.Range(EARLIEST, LATEST))


class TaskDismissed(Schema):
    reason = fields.String(required=True, validate=NAME)


class ModuleTasksQuery(PageQuery, ModuleAreaQuery):
    pass


class ModuleTaskRow(Schema):
    entity_id = fields.UUID(required=True)
    module = fields.String(required=True)
    label = fields.String(required=True)
    state = fields.String(required=True, allow_none=True)
    area_code = fields.String(required=True)
    task = fields.String(required=True)
    due_on = fields.Date(required=True)
    opens_on = fields.Date(required=True)
    assign = fields.String(required=True)
    climbs_on = fields.Date(required=True, allow_none=True)
    climbs_to = fields.String(required=True, allow_none=True)
    days_overdue = fields.Integer(required=True)
    has_climbed = fields.Boolean(required=True)


ModuleTaskPage = page_of(ModuleTaskRow)
