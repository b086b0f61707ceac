"""Research projects: applied for, decided by two stewards, bound by an agreement, public."""
