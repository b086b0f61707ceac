"""Files to text: every place where words can stand, in reading order, with offsets."""
