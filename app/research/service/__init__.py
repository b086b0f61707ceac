"""Apply, decide, agree, follow, and say what is in force."""
