"""The report of a run or of an evaluation: one HTML page, or the same as Markdown, JSON or a picture."""
