"""Where gateways call us."""

from typing import Any

from flask_smorest import Blueprint

from backend.core.http.endpoint import APPLICATION, Repeat, endpoint
from backend.push import schemas
from backend.push.actions import take_reports

blp = Blueprint("channels", __name__, url_prefix="/api/channels", description="Where gateways call us.")


@endpoint(
    blp,
    "POST",
    "/sms/aliyun",
    allow=APPLICATION,
    body=schemas.AliyunReport(many=True),
    query=schemas.CallbackQuery,
    returns=schemas.AliyunTaken,
    repeat=Repeat.LATEST,
)
def take_aliyun_reports(_actor: None, body: list[dict[str, Any]], query: dict[str, Any]) -> dict[str, Any]:
    """Take Aliyun's reports and people's answers; the gateway shows the key that it was given."""
    return take_reports.take_aliyun(body, **query)
