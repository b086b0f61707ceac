"""Research releases: frozen, protected against disclosure, approved by two, marked per person."""
