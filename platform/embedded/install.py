"""Make .venv and install what a command needs. The Makefile runs it as a script before anything else."""

import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin/python"
LOG = VENV / "install.log"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC_BROWSER = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
NO_COMPILER = (
    "gcc' failed",
    "cc' failed",
    "clang' failed",
    "find a compiler",
    "rust compiler",
    "cargo, the rust",
)
NO_NETWORK = (
    "name resolution",
    "nodename nor servname",
    "connection refused",
    "network is unreachable",
    "timed out",
)
NO_SPACE = ("no space left",)


def main(what):
    make_environment()
    install("requirements-dev.txt" if what == "test" else "requirements.txt")
    if os.environ.get("LOCAL_MODEL"):
        install("requirements-local-model.txt")
    compile_translations()
    if what == "test":
        remember_chromium()


def make_environment():
    if works(PYTHON, "-c", "import pip"):
        return
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        version = "{}.{}".format(*sys.version_info)
        sys.exit(
            f"Python's venv module is missing (Debian and Ubuntu ship it apart): "
            f"apt-get install python{version}-venv, then try again."
        )
    say(f"making {VENV}")
    try:
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True)
    except subprocess.CalledProcessError:
        sys.exit(f"{VENV} could not be made: is the folder writable, and is there room on the disk?")


def install(requirements):
    stamp, state = VENV / f".installed-{requirements}", state_of(requirements)
    if stamp.exists() and stamp.read_text() == state:
        return
    say(f"installing {requirements} (a minute or two the first time)")
    with LOG.open("w") as log:
        command = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "-r", requirements]
        code = subprocess.run(command, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT, check=False).returncode
    if code:
        sys.exit(reason_of_failure(LOG.read_text(errors="replace")))
    stamp.write_text(state)


def compile_translations():
    """What pages say in other languages is read from .mo files, which are made and not kept."""
    ready = {path: path.with_suffix(".mo") for path in ROOT.glob("**/locale/*/LC_MESSAGES/*.po")}
    if all(mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime for po, mo in ready.items()):
        return
    subprocess.run([str(PYTHON), "-m", "web.translations", "compile"], cwd=ROOT, check=True)


def state_of(requirements):
    """Changes with any requirements file, the project's own or another Python."""
    files = [ROOT / requirements, ROOT / "requirements.txt", ROOT / "pyproject.toml"]
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest() + f" {sys.version}"


def reason_of_failure(output):
    """One sentence that says what to do, and pip's last lines."""
    text = output.lower()
    if any(sign in text for sign in NO_COMPILER):
        reason = (
            "A package has no ready-made wheel for this machine and must be compiled, which failed: "
            "install a compiler (Debian, Ubuntu: apt-get install build-essential python3-dev), or use Python "
            "3.11 to 3.13 on Linux (x86_64, arm64) or macOS, for which there are wheels."
        )
    elif any(sign in text for sign in NO_SPACE):
        reason = "The disk is full: make room and try again."
    elif any(sign in text for sign in NO_NETWORK):
        reason = "The package index could not be reached: check the network (or PIP_INDEX_URL) and try again."
    else:
        reason = "pip could not install what the site needs."
    last_lines = "\n".join(output.strip().splitlines()[-12:])
    return f"{reason} All of pip's output is in {LOG}; it ends with:\n{last_lines}"


def remember_chromium():
    """Write the path of a Chromium that works to var/chromium, for the tests that drive one."""
    kept = Path(os.environ.get("VAR_DIR") or ROOT / "var") / "chromium"
    if not os.environ.get("CHROMIUM") and kept.exists() and works(kept.read_text().strip(), "--version"):
        return
    path = existing_chromium() or playwrights_chromium() or packaged_chromium()
    if not path:
        sys.exit("The tests need Chromium; none was found or could be installed: name one in CHROMIUM.")
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text(path)


def existing_chromium():
    if named := os.environ.get("CHROMIUM"):
        if not works(named, "--version"):
            sys.exit(f"CHROMIUM names {named}, which does not run.")
        return named
    found = [path for name in (*BROWSERS, MAC_BROWSER) if (path := shutil.which(name))]
    return next((path for path in found if works(path, "--version")), None)


def playwrights_chromium():
    say("installing Chromium with Playwright")
    with LOG.open("a") as log, contextlib.suppress(subprocess.TimeoutExpired):
        command = [str(PYTHON), "-m", "playwright", "install", "chromium"]
        subprocess.run(command, stdout=log, stderr=log, timeout=600, check=False)
    ask = "from playwright.sync_api import sync_playwright as s; print(s().start().chromium.executable_path)"
    command = [str(PYTHON), "-c", ask]
    answer = subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    return answer if works(answer, "--version") else None


def packaged_chromium():
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return None
    say("installing Chromium with apt-get")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with LOG.open("a") as log:
        for command in (["update"], ["install", "-y", "--no-install-recommends", "chromium"]):
            subprocess.run(["apt-get", "-q", *command], stdout=log, stderr=log, env=quiet, check=False)
    return existing_chromium()


def works(program, *arguments):
    try:
        return (
            subprocess.run(
                [str(program), *arguments], capture_output=True, timeout=60, check=False
            ).returncode
            == 0
        )
    except (OSError, subprocess.TimeoutExpired):
        return False


def say(line):
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except PermissionError as error:
        sys.exit(f"{error.filename} cannot be written to: make it writable for this user.")
