"""Build, approve, freeze, hand out, recall and trace releases."""
