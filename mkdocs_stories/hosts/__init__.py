"""What the core runs inside: Python-Markdown, MkDocs, the command line."""
