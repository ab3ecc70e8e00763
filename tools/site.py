"""The documentation site: make docs, or python -m tools.site. Written to out/docs.

Makes what is made of the tables, then lets Sphinx build the repository's documents, the reference
and the notebooks, offline; a warning is an error. With "quick" behind it, notebooks are shown and
not run.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.data_sheets import data_sheets
from tools.equations import equation_table

ROOT = Path(__file__).parents[1]
SITE = ROOT / "out" / "docs"
START = "docs/index.html"
# It says of every kernel that it speaks in plain text, to a builder on the same machine.
KERNEL = "c.IPKernelApp.log_level = 40\n"
FORWARD = (
    '<!doctype html><meta charset="utf-8"><title>zimnik</title>'
    f'<meta http-equiv="refresh" content="0; url={START}"><a href="{START}">zimnik</a>\n'
)


def build(*, site: Path = SITE, quick: bool = False) -> Path:
    """Build the site and return its first page.

    Parameters
    ----------
    site
        Folder to write to.
    quick
        Whether notebooks are left without their outputs.
    """
    for name, text in (("tables", data_sheets()), ("equations", equation_table())):
        (ROOT / "docs" / f"{name}.md").write_text(text, encoding="utf-8", newline="\n")
    options = ["-D", "nb_execution_mode=off"] if quick else []
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html", *options]
    with tempfile.TemporaryDirectory() as settings:
        profile = Path(settings) / "profile_default"
        profile.mkdir()
        (profile / "ipython_kernel_config.py").write_text(KERNEL, encoding="utf-8")
        # Notebooks import zimnik of this repository, and nobody's own settings change them.
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "IPYTHONDIR": settings}
        subprocess.run(  # noqa: S603 - our own words
            [*command, "-c", str(ROOT / "docs"), "-d", f"{site}.doctrees", str(ROOT), str(site)],
            check=True,
            cwd=ROOT,
            env=environment,
        )
    first = site / "index.html"
    first.write_text(FORWARD, encoding="utf-8")
    return first


def main() -> None:
    """Build the site and say where it is."""
    try:
        print(build(quick="quick" in sys.argv[1:]).relative_to(ROOT).as_posix())
    except subprocess.CalledProcessError as error:
        sys.exit(error.returncode)


if __name__ == "__main__":
    main()
