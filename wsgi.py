"""The application for a server: `gunicorn wsgi:app`, or `flask --app wsgi …`."""

import os

from registry.app import create_app
from registry.cli.serving import refuse_demonstration

app = create_app()
if os.environ.get("FLASK_RUN_FROM_CLI") != "true":  # a command may be the one that closes them
    refuse_demonstration(app)
