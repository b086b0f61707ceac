"""What a person keeps an eye on: saved questions, topics with a digest, alerts of returns."""
