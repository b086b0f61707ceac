"""What can be done with a review. Each function is one act, audited in the same transaction."""
