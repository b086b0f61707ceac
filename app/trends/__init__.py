"""Count what recurs, with denominators, intervals and tests."""
