"""Run a command that ends when its parent does, even when the parent is killed.

Executed by path, as a program of its own: ``tethered.py PARENT COMMAND…``. It asks the kernel
(prctl, PR_SET_PDEATHSIG, Linux) for a signal on the parent's death and becomes the command, which
keeps the wish. Elsewhere the command runs untethered.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main(parent: int, command: list[str]) -> None:
    """Become ``command``, tethered to ``parent``. Ends at once when the parent is gone."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    # The parent may have died before the kernel heard the wish.
    if os.getppid() != parent:
        sys.exit(1)
    os.execvp(command[0], command)  # noqa: S606 - becoming the command is the purpose


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
