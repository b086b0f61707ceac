"""Domain-free groundwork: database, transactions, errors, problems, outbox, clock, paging."""
