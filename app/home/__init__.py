"""Where people arrive: the landing page, the home page of each role, and where to find help."""
