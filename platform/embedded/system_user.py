"""Run as root: PostgreSQL refuses to, so it gets a system user of its own and can reach its folders."""

import logging
import os
import pwd
import shutil
import stat
import subprocess

from embedded import CannotStart

log = logging.getLogger(__name__)
OTHERS_MAY_PASS = stat.S_IXOTH
OTHERS_MAY_READ = stat.S_IROTH | stat.S_IXOTH


class NoUserForPostgres(CannotStart):
    pass


def make(name):
    """Make the system user unless it exists; it cannot sign in.

    :raises NoUserForPostgres: if the system's useradd does not make it
    """
    if _exists(name):
        return
    command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", name]
    if not shutil.which(command[0]) or subprocess.run(command, capture_output=True, check=False).returncode:
        raise NoUserForPostgres(
            f"PostgreSQL does not run as root, and the user {name} for it could not be made: "
            f"start the site as another user, or set DATABASE_URL."
        )


def _exists(name):
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def give(path, name):
    """Make the user the owner of the file, or of the folder with all that another user's run left in it."""
    user = pwd.getpwnam(name)
    if path.stat().st_uid != user.pw_uid:
        for each in (path, *path.rglob("*")):
            os.chown(each, user.pw_uid, user.pw_gid, follow_symlinks=False)


def let_reach(name, var, postgres, libraries):
    """Let the user pass through the folders above `var` and the programs, which root may have closed."""
    for path in (var / "run", postgres, libraries / "any"):
        for folder in path.parents:
            _add(folder, OTHERS_MAY_PASS)
    if not postgres.stat().st_mode & stat.S_IXOTH:
        for path in (*postgres.parents[1].rglob("*"), *libraries.glob("*")):
            _add(path, OTHERS_MAY_READ)


def _add(path, mode):
    now = path.stat().st_mode
    if now & mode != mode:
        log.warning("%s: permission opened so that PostgreSQL's own user can pass", path)
        path.chmod(stat.S_IMODE(now) | mode)
