"""What administrators and auditors see: people, the trail. No case content."""
