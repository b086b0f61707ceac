"""Coded findings and recommendations, written for training and measuring the tagger."""
