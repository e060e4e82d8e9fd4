"""The headers that keep the page to its own origin, and those that a proxy in front is believed."""

from flask import Flask, Response, request
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
    if app.config["PROXY"]:
        # Without the caller's own address, one guesser would shut the door on everybody behind the proxy.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1)  # type: ignore[method-assign]  # as Flask's docs do
    said = of_every_reply(app)

    @app.after_request
    def say(response: Response) -> Response:
        for name, value in said[request.is_secure]:
            response.headers[name] = value
        return response


def of_every_reply(app: Flask) -> dict[bool, list[tuple[str, str]]]:
    """Whether it came by TLS → the headers of its reply, whoever writes it."""
    for_a_year = app.config["HTTPS"] and app.config["PROXY"]
    return {secure: _said(secure=secure, for_a_year=for_a_year) for secure in (False, True)}


def _said(*, secure: bool, for_a_year: bool) -> list[tuple[str, str]]:
    """Put together once: what is said is the same with every reply, and was a twentieth of the work on a receipt."""
    bare = Flask(__name__, static_folder=None)
    Talisman(
        bare,
        content_security_policy=POLICY,
        force_https=False,  # the proxy in front does that; on a laptop no other port speaks for us
        # A promise for a year, which a district's name can keep; a laptop's address is another machine's tomorrow.
        strict_transport_security=for_a_year,
        frame_options="DENY",
        referrer_policy="no-referrer",
        permissions_policy={"geolocation": "(self)", "camera": "(self)", "microphone": "(self)"},
    )
    with bare.test_request_context(base_url="https://localhost" if secure else "http://localhost"):
        reply = bare.process_response(Response())
    return [(name, value) for name, value in reply.headers if name not in {"Content-Type", "Content-Length"}]
