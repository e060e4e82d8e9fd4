"""The web application as gunicorn loads it."""

from backend.app import create_app

app = create_app()
