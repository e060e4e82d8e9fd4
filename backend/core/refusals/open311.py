"""The refusals of Open311, to other programs and to those who let them in."""

from backend.core.refusals.entry import Entry

OPEN311: dict[str, Entry] = {
    # the standard's own
    "open311.key_missing": Entry(403, "缺少 api_key", "The api_key is missing"),
    "open311.key_invalid": Entry(403, "api_key 无效或已撤销", "The api_key is not valid, or was revoked"),
    "open311.jurisdiction_unknown": Entry(
        404, "没有找到 jurisdiction_id {jurisdiction_id}", "The jurisdiction_id {jurisdiction_id} was not found"
    ),
    "open311.service_missing": Entry(400, "缺少 service_code", "The service_code was not provided"),
    "open311.service_unknown": Entry(
        404, "没有找到 service_code {service_code}", "The service_code {service_code} was not found"
    ),
    "open311.request_unknown": Entry(404, "没有找到该 service_request_id", "The service_request_id was not found"),
    "open311.token_unknown": Entry(404, "没有找到该 token", "The token was not found"),
    "open311.no_place": Entry(
        400, "请提供 lat 和 long,或 address_string", "Say where it is: lat and long, or address_string"
    ),
    "open311.half_a_place": Entry(400, "lat 和 long 须同时提供", "lat and long are both needed"),
    "open311.outside": Entry(400, "地点不在此应用的辖区内", "The place lies outside the area of this api_key"),
    "open311.span": Entry(
        400,
        "start_date 与 end_date 相隔不得超过 {days} 天",
        "start_date and end_date may not span more than {days} days",
    ),
    "open311.attribute_missing": Entry(400, "缺少 attribute[{attribute}]", "attribute[{attribute}] was not provided"),
    "open311.attribute_value": Entry(
        400, "attribute[{attribute}] 的值无效", "The value of attribute[{attribute}] is not one of its values"
    ),
    "open311.too_many_photos": Entry(400, "照片最多 {most} 张", "At most {most} photos"),
    "open311.too_many": Entry(429, "提交过于频繁,请稍后再试", "Too many requests with this api_key, try again later"),
    # applications
    "application.not_found": Entry(404, "没有找到该应用", "No such application"),
    "application.bad_id": Entry(
        422, "应用编号无效或已被使用", "The id of the application is taken or not a time-ordered one"
    ),
    "application.revoked": Entry(409, "该应用已撤销", "The application was revoked"),
}
