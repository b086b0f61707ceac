"""Uploads and imports: store, read, segment, and tell the uploader what happened."""
