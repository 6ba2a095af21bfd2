"""Become another command that dies with the process that started it (run as a script, by processes.start).

Arguments: the signal to get when the parent dies, the parent's pid, the system user to become ("" to stay as
one is), the command. Standard library only and quick: it stands before every process of the site.
"""

import ctypes
import os
import sys

PR_SET_PDEATHSIG = 1  # linux/prctl.h


def become_user(name):
    import pwd

    user = pwd.getpwnam(name)
    os.setgroups([])
    os.setgid(user.pw_gid)
    os.setuid(user.pw_uid)
    os.environ["HOME"] = user.pw_dir


def die_with_parent(death_signal, parent_pid):
    if sys.platform != "linux":
        return  # the next start ends what was left: see leftovers.py
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, death_signal, 0, 0, 0)
    if os.getppid() != parent_pid:
        sys.exit("the process that started this one has gone")


def main(death_signal, parent_pid, user, *command):
    # The kernel forgets the death signal when the user changes, so the user comes first.
    if user:
        become_user(user)
    die_with_parent(int(death_signal), int(parent_pid))
    os.execvp(command[0], command)


if __name__ == "__main__":
    main(*sys.argv[1:])
