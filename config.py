"""Every setting of the product: read from the environment once, with defaults that work on a laptop."""

import contextlib
import os
import secrets
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

ROOT = Path(__file__).parent
VAR = Path(os.environ.get("PALM_VAR", ROOT / "var"))
MIN_SECRET_BYTES = 32
#: A plan kept from when an order's rows were few reads all of them once they are many: plan each time anew.
SESSION = ("jit=off", "timezone=UTC", "plan_cache_mode=force_custom_plan")
#: A machine that is cut off must let go of what it holds: by default a server believes in it for two hours.
ALIVE = ("tcp_keepalives_idle=5", "tcp_keepalives_interval=3", "tcp_keepalives_count=3", "tcp_user_timeout=15000")
#: The same on our side: a call to a server that is gone ends, and is made again.
LINE = {"keepalives_idle": "5", "keepalives_interval": "3", "keepalives_count": "3", "tcp_user_timeout": "15000"}

#: docs/guide/channels.md says what each of them wants to know.
GATEWAYS = ("SMPP", "ALIYUN", "ASTERISK", "DINGTALK", "GETUI")


def flag(name: str, default: bool = False) -> bool:
    return os.environ.get(name, str(default)).strip().lower() in {"1", "true", "yes", "on"}


def words(name: str, default: str = "") -> tuple[str, ...]:
    return tuple(os.environ.get(name, default).replace(",", " ").split())


def secret(name: str) -> str:
    """The environment's secret, or one made at first start and kept in var/secrets (mode 0600)."""
    given = os.environ.get(f"PALM_{name.upper()}_SECRET")
    if given is not None:
        if len(given.encode()) < MIN_SECRET_BYTES:
            raise SystemExit(f"PALM_{name.upper()}_SECRET is shorter than {MIN_SECRET_BYTES} bytes")
        return given
    kept = VAR / "secrets" / name
    if not kept.exists():
        _make(kept)
    return kept.read_text().strip()


def _make(kept: Path) -> None:
    """Write a draft and link it: of several processes at first start one wins, and nobody reads half a secret."""
    kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.NamedTemporaryFile("w", dir=kept.parent) as draft:
        draft.write(secrets.token_urlsafe(MIN_SECRET_BYTES * 2))
        draft.flush()
        with contextlib.suppress(FileExistsError):
            os.link(draft.name, kept)


def database_url() -> str:
    """DATABASE_URL in SQLAlchemy's spelling; without it, the address that the embedded server left in var/."""
    kept = VAR / "database-url"
    given = os.environ.get("DATABASE_URL") or (kept.read_text().strip() if kept.exists() else "")
    scheme, _, rest = given.partition("://")
    ours = f"postgresql+psycopg://{rest}" if scheme in {"postgres", "postgresql"} else given
    return _kept_alive(ours) if ours else ours


def _kept_alive(url: str) -> str:
    """What the given address says of its line itself stays."""
    address, _, query = url.partition("?")
    said = dict(parse_qsl(query))
    return f"{address}?{urlencode({**LINE, **said}, quote_via=quote)}"


def photos() -> dict[str, Any]:
    """Where photos are kept: folder (in VAR) or s3."""
    return {
        "STORAGE": os.environ.get("PALM_STORAGE", "folder"),
        "S3_ENDPOINT": os.environ.get("PALM_S3_ENDPOINT", ""),
        "S3_BUCKET": os.environ.get("PALM_S3_BUCKET", "palm-photos"),
        "S3_REGION": os.environ.get("PALM_S3_REGION", "us-east-1"),
        "S3_ACCESS_KEY": os.environ.get("PALM_S3_ACCESS_KEY", ""),
        "S3_SECRET_KEY": os.environ.get("PALM_S3_SECRET_KEY", ""),
    }


def gateways() -> dict[str, dict[str, str]]:
    """What is said of each gateway: PALM_SMPP_HOST becomes the host of smpp."""
    said: dict[str, dict[str, str]] = {}
    for name, value in os.environ.items():
        prefix, gateway, key = (*name.split("_", 2), "", "")[:3]
        if prefix == "PALM" and gateway in GATEWAYS and value:
            said.setdefault(gateway.lower(), {})[key.lower()] = value
    return said


def channels() -> dict[str, Any]:
    """How people are reached."""
    return {
        "CHANNELS": words("PALM_CHANNELS", "live console"),
        "GATEWAYS": gateways(),
        "ROBOTS": words("PALM_ROBOTS"),
        "PUSH_HOSTS": words("PALM_PUSH_HOSTS"),
        "PUSH_CA_FILE": os.environ.get("PALM_PUSH_CA_FILE", ""),
        "PUSH_ALLOW_PRIVATE": flag("PALM_PUSH_ALLOW_PRIVATE"),
        # Made before there is a message, in the memory of each sender: 400 bytes each; 0 turns it off.
        "PUSH_PREPARED_KEYS": int(os.environ.get("PALM_PREPARED_KEYS", "100000")),
        # Beijing time; a mild order goes no further than push in it. Empty: never.
        "QUIET_HOURS": os.environ.get("PALM_QUIET_HOURS", "22:00-06:30"),
        "VAPID_SUBJECT": os.environ.get("PALM_VAPID_SUBJECT", "mailto:duty@palm-cockpit.example"),
    }


def health_code() -> dict[str, Any]:
    """What signs codes and reads those of others."""
    return {
        # Seals the keys that sign health codes, and makes the hashes that stand for people at the gates.
        "HEALTH_SECRET": secret("health"),
        "CERTIFICATE_SECRET": secret("certificate"),
        "PAGING_SECRET": secret("paging"),
        "PUBLIC_URL": os.environ.get("PALM_PUBLIC_URL", ""),
        "CODE_ISSUER": os.environ.get("PALM_CODE_ISSUER", "palm-cockpit"),
        # Seconds for which a gate takes a code that is past its time, because its phone had no network; empty: 4 hours.
        "CODE_GRACE_S": os.environ.get("PALM_CODE_GRACE_S", ""),
        # Certificates of other issuers whose HC1: codes are believed; empty: hcert/ in var/.
        "HCERT_FOLDER": os.environ.get("PALM_HCERT_FOLDER", ""),
    }


def the_map() -> dict[str, Any]:
    """What the map stands on. Without a setting the demo shows its synthetic district, and others the areas alone."""
    demo = ROOT / "backend" / "demo" / "data" if flag("PALM_DEMO") else None
    said = "示意图·合成数据 Synthetic, CC0" if demo else ""
    return {
        "MAP_GROUND": os.environ.get("PALM_MAP_GROUND", str(demo / "ground.pmtiles") if demo else ""),
        "MAP_ATTRIBUTION": os.environ.get("PALM_MAP_ATTRIBUTION", said),
        # A folder with a tileset.json, or its address on our own origin.
        "MAP_SCENE": os.environ.get("PALM_MAP_SCENE", str(demo / "scene") if demo else ""),
        "MAP_SCENE_URL": os.environ.get("PALM_MAP_SCENE_URL", ""),
        "MAP_SCENE_ATTRIBUTION": os.environ.get("PALM_MAP_SCENE_ATTRIBUTION", said),
        # The key never reaches a phone: tiles come by this server.
        "TIANDITU_KEY": os.environ.get("PALM_TIANDITU_KEY", ""),
        "TIANDITU_HOST": os.environ.get("PALM_TIANDITU_HOST", ""),
    }


def settings() -> dict[str, Any]:
    return {
        "SQLALCHEMY_DATABASE_URI": database_url(),
        "SQLALCHEMY_ENGINE_OPTIONS": {
            "pool_size": int(os.environ.get("PALM_POOL", "10")),
            "max_overflow": 20,
            "pool_use_lifo": True,  # its end has at hand what it was asked last
            "connect_args": {"options": f"-c {' -c '.join((*SESSION, *ALIVE))}", "application_name": "palm-cockpit"},
        },
        "VAR": VAR,
        "CLIENT_FILES": ROOT / "pwa" / "dist",
        # The demo world blocks every channel that leads outside, whatever keys are set.
        "DEMO": flag("PALM_DEMO"),
        **channels(),
        **photos(),
        **health_code(),
        **the_map(),
        # Who was told what is kept at hand this long; older months go to the schema "archive". 0: everything stays.
        "ORDER_MONTHS": os.environ.get("PALM_ORDER_MONTHS", "24"),
        "RECEIPT_SECRET": secret("receipt"),
        "CONTACT_SECRET": secret("contact"),
        # Whom the makers of other apps ask, by Open311.
        "OPEN311_CONTACT": os.environ.get("PALM_OPEN311_CONTACT", "duty@palm-cockpit.example"),
        "JWT_SECRET_KEY": secret("jwt"),
        "JWT_TOKEN_LOCATION": ["headers", "cookies"],
        "JWT_REFRESH_COOKIE_PATH": "/api/sessions",
        "JWT_COOKIE_SAMESITE": "Strict",
        "JWT_COOKIE_SECURE": flag("PALM_HTTPS"),
        "JWT_COOKIE_CSRF_PROTECT": True,
        # People reach the product by https: cookies travel over nothing else.
        "HTTPS": flag("PALM_HTTPS"),
        # A proxy in front speaks for the caller; without one, anybody could claim any address.
        "PROXY": flag("PALM_PROXY"),
        "MAX_CONTENT_LENGTH": 2 * 1024 * 1024,
        "API_TITLE": "Palm Cockpit",
        "API_VERSION": "1",
        "OPENAPI_VERSION": "3.1.0",
        "OPENAPI_URL_PREFIX": "/api",
        "OPENAPI_JSON_PATH": "openapi.json",
    }
