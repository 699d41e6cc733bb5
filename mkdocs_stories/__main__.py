"""Run the command line as `python -m mkdocs_stories`."""

from .hosts.command_line import run

run()
