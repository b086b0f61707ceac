"""Place findings into issues, and answer what came back and what was done about it."""
