"""Child protection committees and how they merged and split over time."""
