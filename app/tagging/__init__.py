"""Suggestions with evidence, human decisions, the register of models and retraining."""
