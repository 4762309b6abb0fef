"""``python -m tallies``."""

from tallies.cli import app

app(prog_name="tallies")
