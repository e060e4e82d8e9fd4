"""Every table of the product, imported once for the migrations."""

from backend.core import beats, facts
from backend.core.http import idempotency

__all__ = ["beats", "facts", "idempotency"]
