"""The shell that every page stands in: templates, components, static files. Knows no feature."""
