"""What practitioners say to each other about a published review: checked, moderated."""
