"""What the browser gets."""

from importlib.resources import files

STYLE = files(__name__).joinpath("stories.css").read_text(encoding="utf-8")
