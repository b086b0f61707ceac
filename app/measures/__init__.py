"""Thresholds, timescales, rigour, completeness, actions, company and emergence of themes."""
