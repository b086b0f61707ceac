"""Work a report out (``building``, ``chapters``) and keep it (``snapshots``)."""
