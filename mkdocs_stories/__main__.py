"""Run the command line as `python -m mkdocs_stories`."""

import sys

from .hosts.command_line import main

sys.exit(main())
