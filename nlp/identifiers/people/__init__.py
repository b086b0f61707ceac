"""Who is named: features, the trained model and the rules around it."""
