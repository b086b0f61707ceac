"""Invented material for tests; factories state only what matters."""
