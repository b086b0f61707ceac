"""The trained model as plain files with checksums; nothing in it can run code."""
