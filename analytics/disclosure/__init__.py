"""Disclosure control, in one place: what may be shown to whom, and the proof that it is safe."""
