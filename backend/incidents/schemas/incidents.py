"""The JSON shapes of cases as they are shown."""

from marshmallow import fields, validate

from backend.core.http.schema import PageQuery, Schema, page_of
from backend.duty.schemas import CODE
from backend.incidents.queries.lists import DEADLINES, GROUPS, ORDERS
from backend.incidents.rules.lifecycle import OPEN, STATES, VERBS
from backend.incidents.rules.reported import ALL_SOURCES
from backend.incidents.schemas.categories import CategoryNamed, DeadlineShown
from backend.incidents.schemas.report import USES

STATE = validate.OneOf(STATES)


class IncidentPhotoShown(Schema):
    sha256 = fields.String(required=True)
    use = fields.String(required=True, validate=validate.OneOf(USES))
    size_bytes = fields.Integer(required=True)
    arrived_at = fields.AwareDateTime(
        required=True, allow_none=True, metadata={"description": "null as long as its file is not here"}
    )


class IncidentPhotosShown(Schema):
    expected = fields.Integer(required=True)
    arrived = fields.Integer(required=True)
    items = fields.List(fields.Nested(IncidentPhotoShown), required=True)


class IncidentArea(Schema):
    code = fields.String(required=True)
    level = fields.String(required=True)
    name_zh = fields.String(required=True)
    name_en = fields.String(required=True)


class IncidentPerson(Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)


class IncidentUnit(Schema):
    id = fields.UUID(required=True)
    name_zh = fields.String(required=True)
    name_en = fields.String(required=True)


class IncidentMain(Schema):
    id = fields.UUID(required=True)
    number = fields.String(required=True)
    state = fields.String(required=True, validate=STATE)


class IncidentPoint(Schema):
    lng_wgs84 = fields.Float(required=True)
    lat_wgs84 = fields.Float(required=True)


class IncidentMeasured(IncidentPoint):
    accuracy_m = fields.Float(required=True, allow_none=True)
    age_s = fields.Float(required=True, allow_none=True)
    source = fields.String(required=True, allow_none=True)


class IncidentStepShown(Schema):
    verb = fields.String(required=True)
    state = fields.String(required=True, validate=STATE, metadata={"description": "of the case, from then on"})
    at = fields.AwareDateTime(required=True, metadata={"description": "when it arrived"})
    happened_at = fields.AwareDateTime(required=True, metadata={"description": "when the person tapped"})
    who = fields.Nested(IncidentPerson, required=True, allow_none=True, metadata={"description": "null: the clock"})
    note = fields.String(required=True, allow_none=True)
    data = fields.Dict(required=True)


class IncidentRow(Schema):
    id = fields.UUID(required=True)
    number = fields.String(required=True, metadata={"description": "the task number 任务号"})
    state = fields.String(required=True, validate=STATE)
    category = fields.Nested(CategoryNamed, required=True)
    description = fields.String(required=True)
    source = fields.String(required=True, validate=validate.OneOf(ALL_SOURCES))
    urgent = fields.Boolean(required=True)
    self_handled = fields.Boolean(required=True)
    area = fields.Nested(IncidentArea, required=True)
    lng_wgs84 = fields.Float(required=True, allow_none=True, metadata={"description": "the pin's, else as measured"})
    lat_wgs84 = fields.Float(required=True, allow_none=True)
    happened_at = fields.AwareDateTime(required=True, metadata={"description": "when the person tapped"})
    recorded_at = fields.AwareDateTime(required=True, metadata={"description": "when it arrived"})
    due_at = fields.AwareDateTime(
        required=True, metadata={"description": "what is due next: its registration, once dispatched its handling"}
    )
    overdue = fields.Boolean(required=True, metadata={"description": "by the clock, while somebody must act"})
    urged_at = fields.AwareDateTime(required=True, allow_none=True)
    supervised_at = fields.AwareDateTime(required=True, allow_none=True)
    unit = fields.Nested(IncidentUnit, required=True, allow_none=True)
    merged_into = fields.Nested(
        IncidentMain, required=True, allow_none=True, metadata={"description": "the case that answers for this one"}
    )
    photos = fields.Nested(IncidentPhotosShown, required=True)


class ExtensionAsked(Schema):
    figure = fields.Integer(required=True)
    asked_at = fields.AwareDateTime(required=True)


class IncidentShown(IncidentRow):
    measured = fields.Nested(IncidentMeasured, required=True, allow_none=True)
    pin = fields.Nested(IncidentPoint, required=True, allow_none=True)
    unit_grid_code = fields.String(required=True, allow_none=True, metadata={"description": "单元网格"})
    duty_grid_code = fields.String(required=True, allow_none=True, metadata={"description": "责任网格"})
    reporter = fields.Nested(IncidentPerson, required=True)
    is_mine = fields.Boolean(required=True)
    device_at = fields.AwareDateTime(required=True)
    clock_offset_ms = fields.Integer(required=True)
    register_by = fields.AwareDateTime(required=True)
    registered_at = fields.AwareDateTime(required=True, allow_none=True)
    dispatched_at = fields.AwareDateTime(required=True, allow_none=True)
    deadline = fields.Nested(DeadlineShown, required=True, allow_none=True)
    deadline_at = fields.AwareDateTime(required=True, allow_none=True)
    extension = fields.Nested(
        ExtensionAsked, required=True, allow_none=True, metadata={"description": "asked for and not yet decided"}
    )
    climb_level = fields.Integer(
        required=True, metadata={"description": "0 in time, 1 overdue, 2 the street knows, 3 the district knows"}
    )
    handled_at = fields.AwareDateTime(required=True, allow_none=True)
    ended_at = fields.AwareDateTime(required=True, allow_none=True)
    returns = fields.Integer(required=True)
    reworks = fields.Integer(required=True)
    rating = fields.Integer(required=True, allow_none=True)
    merged = fields.List(
        fields.Nested(IncidentRow), required=True, metadata={"description": "reports that this case answers for, too"}
    )
    steps = fields.List(fields.Nested(IncidentStepShown), required=True)
    may = fields.List(
        fields.String(validate=validate.OneOf(VERBS)),
        required=True,
        metadata={"description": "the steps that you may take now"},
    )


IncidentPage = page_of(IncidentRow)


class IncidentFilters(Schema):
    group = fields.String(
        load_default=None,
        validate=validate.OneOf(sorted(GROUPS)),
        metadata={"description": "desk: an officer must act; unit: a unit; check: a checker"},
    )
    state = fields.String(load_default=None, validate=STATE)
    area = fields.String(load_default=None, validate=CODE, metadata={"description": "an area's code: its subtree"})
    category = fields.String(
        load_default=None,
        validate=validate.Length(min=1, max=16),
        metadata={"description": "a kind's or a class's code; E events, P components"},
    )
    deadline = fields.String(
        load_default=None,
        validate=validate.OneOf(DEADLINES),
        metadata={"description": "overdue, or due by the end of today or of Sunday, what is overdue included"},
    )
    unit = fields.String(
        load_default=None, validate=validate.OneOf(["mine"]), metadata={"description": "of the units you belong to"}
    )
    urgent = fields.Boolean(load_default=None)
    q = fields.String(
        load_default=None,
        validate=validate.Length(max=50),
        metadata={"description": "words of the description, or of the number"},
    )


class IncidentQuery(IncidentFilters, PageQuery):
    order = fields.String(
        load_default="newest",
        validate=validate.OneOf(ORDERS),
        metadata={"description": "due: emergencies first, then what is due first"},
    )


class IncidentDot(Schema):
    id = fields.UUID(required=True)
    lng_wgs84 = fields.Float(required=True)
    lat_wgs84 = fields.Float(required=True)
    state = fields.String(required=True, validate=STATE)
    category_code = fields.String(required=True)
    urgent = fields.Boolean(required=True)
    overdue = fields.Boolean(required=True)


class IncidentDots(Schema):
    items = fields.List(fields.Nested(IncidentDot), required=True)
    is_cut = fields.Boolean(required=True, metadata={"description": "there are more than a map can show"})


class IncidentTotal(Schema):
    total = fields.Integer(required=True)
    is_more = fields.Boolean(required=True, metadata={"description": "nobody counts further"})


class PhotoSize(Schema):
    size = fields.String(load_default="full", validate=validate.OneOf(["thumb", "full"]))


class CountQuery(Schema):
    area = fields.String(load_default=None, validate=CODE, metadata={"description": "an area's code: its subtree"})


def _counted(names: tuple[str, ...], name: str) -> type[Schema]:
    shape: dict[str, fields.Field[int]] = {one: fields.Integer(required=True) for one in names}
    return Schema.from_dict(shape, name=name)  # type: ignore[return-value]  # it makes a class like its own


class IncidentCounts(Schema):
    states = fields.Nested(_counted(OPEN, "IncidentsInState"), required=True)
    groups = fields.Nested(
        _counted(tuple(group for group in GROUPS if group != "ended"), "IncidentsInGroup"), required=True
    )
    overdue = fields.Integer(required=True)


class DuplicateShown(IncidentRow):
    distance_m = fields.Float(required=True)


class DuplicateList(Schema):
    items = fields.List(fields.Nested(DuplicateShown), required=True)
