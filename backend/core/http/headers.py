"""The headers that keep the page to its own origin, and those that a proxy in front is believed."""

from flask import Flask
from flask_talisman import Talisman
from werkzeug.middleware.proxy_fix import ProxyFix

POLICY = {
    "default-src": "'self'",
    "img-src": "'self' data: blob:",
    "media-src": "'self' blob:",
    "worker-src": "'self' blob:",
    "script-src": "'self' 'wasm-unsafe-eval'",
    "style-src": "'self' 'unsafe-inline'",
    "connect-src": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "object-src": "'none'",
}


def guard(app: Flask) -> None:
    https, proxy = app.config["HTTPS"], app.config["PROXY"]
    if proxy:
        # Without the caller's own address, one guesser would shut the door on everybody behind the proxy.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1)  # type: ignore[method-assign]  # as Flask's docs do
    Talisman(
        app,
        content_security_policy=POLICY,
        force_https=False,  # the proxy in front does that; on a laptop no other port speaks for us
        # A promise for a year, which a district's name can keep; a laptop's address is another machine's tomorrow.
        strict_transport_security=https and proxy,
        session_cookie_secure=https,
        frame_options="DENY",
        referrer_policy="no-referrer",
        permissions_policy={"geolocation": "(self)", "camera": "(self)", "microphone": "(self)"},
    )
