"""``python -m app.cli``: the same commands before the console script is on the path."""

from app.cli import run

run()
