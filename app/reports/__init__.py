"""The national report of a period: frozen once, rendered as HTML, PDF and Word, always alike."""
