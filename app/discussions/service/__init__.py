"""Write, read, report and judge posts."""
