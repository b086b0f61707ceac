"""Everything an installation holds, in one folder, and back into a new installation."""
