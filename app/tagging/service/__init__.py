"""Suggest tags, and keep what people decide about them."""
