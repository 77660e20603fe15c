"""Find Chromium for the browser tests, or install it where that needs no password.

`python tests/browser/find_browser.py --install` prints the path. Where there is none it prints one line
that says what to do, and fails when CI=true: browser tests may be left out on a laptop, never on the
build machine."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
    "chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
ADVICE = (
    "The browser tests need Chromium and found none. Install it (on Debian: sudo apt-get install chromium), "
    "or name it: BROWSER_PATH=/path/to/chromium make test"
)


def find_browser() -> Path | None:
    """The Chromium to use: BROWSER_PATH if set, else the first known name that runs, else None."""
    named = os.environ.get("BROWSER_PATH")
    for name in (named,) if named else NAMES:
        path = shutil.which(name)
        if path:
            return Path(path)
    return None


def is_build_machine() -> bool:
    """Whether CI=true: then a missing browser is a failure."""
    return os.environ.get("CI", "").lower() in ("true", "1")


def install_browser() -> None:
    """Install Debian's Chromium if apt-get is there and no password is needed; else do nothing."""
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if not shutil.which("apt-get") or not _works([*sudo, "true"]):
        return
    print("Installing Chromium for the browser tests ...", file=sys.stderr, flush=True)
    apt = [*sudo, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o", "DPkg::Lock::Timeout=120"]
    if _works([*apt, "update"]):
        _works([*apt, "install", "-y", "--no-install-recommends", "chromium"])


def _works(command: list[str]) -> bool:
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False)
    except FileNotFoundError:
        return False
    return done.returncode == 0


def main() -> int:
    """Print the browser's path. Returns 0, or 1 when it is missing on a build machine."""
    if find_browser() is None and "--install" in sys.argv[1:] and not os.environ.get("BROWSER_PATH"):
        install_browser()
    path = find_browser()
    print(f"Browser tests use {path}" if path else ADVICE, file=sys.stdout if path else sys.stderr)
    return 1 if path is None and is_build_machine() else 0


if __name__ == "__main__":
    sys.exit(main())
