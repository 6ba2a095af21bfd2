"""The house stands as it is drawn: what shadows what, and which names say nothing."""

import platform
import subprocess
import sys
from pathlib import Path

import config

ROOT = Path(__file__).resolve().parent.parent
EMPTY_NAMES = {"utils", "helpers", "services", "common", "misc"}
TAKEN_NAMES = {"site", "code", "types", "email", "logging", "celery", "django"}


def test_the_standard_librarys_platform_wins():
    assert platform.system()
    assert Path(platform.__file__).parent != ROOT


def test_config_comes_from_the_source_root():
    assert Path(config.__file__).parent == ROOT / "platform" / "config"


def test_an_uninstalled_checkout_finds_its_packages():
    installed = (str(ROOT), str(ROOT / "platform"))
    code = f"import sys; sys.path[:] = [p for p in sys.path if p not in {installed}]; sys.argv = ['', 'version']\n"
    code += f"import runpy; runpy.run_path({str(ROOT / 'manage.py')!r}, run_name='__main__')"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith("5.2")


def test_platform_is_no_package_and_takes_no_name_of_another():
    assert not (ROOT / "platform" / "__init__.py").exists()
    assert not (ROOT / "tests" / "platform").exists()
    assert not {path.name for path in (ROOT / "platform").iterdir()} & TAKEN_NAMES


def test_no_name_says_nothing():
    paths = [
        path.relative_to(ROOT)
        for top in ("platform", "characters", "chat", "desk", "tests")
        for path in (ROOT / top).rglob("*")
    ]
    assert not [path for path in paths if path.stem in EMPTY_NAMES]


def test_every_module_says_first_what_it_is_for():
    modules = [p for top in ("platform", "characters", "chat", "desk") for p in (ROOT / top).rglob("*.py")]
    silent = [
        path
        for path in modules
        if path.stat().st_size
        and "migrations" not in path.parts
        and not path.read_text().lstrip().startswith(('"""', "#!"))
    ]
    assert not silent


def test_imports_run_downwards_only():
    run = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-logo"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
