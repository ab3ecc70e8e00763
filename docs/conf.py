"""Settings of the documentation site: make docs, which runs `python -m tools.site`.

The source is the repository itself, so that a link of a document leads to the same place on the
site as where the repository is shown.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf8"))["project"]

project = PROJECT["name"]
version = release = PROJECT["version"]
copyright = "the authors of zimnik"  # noqa: A001 - Sphinx names it so

root_doc = "docs/index"
include_patterns = [
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "docs/**",
    "examples/*.ipynb",
    "layers/data/README.md",
    "tools/README.md",
]
# Sphinx looks into every folder that is not named here.
exclude_patterns = [
    ".*",
    "*.egg-info",
    "LICENSES",
    "benchmarks",
    "build",
    "dist",
    "docs/pictures",
    "geo",
    "layers/[!d]*",
    "layers/data/*/**",
    "maps",
    "node_modules",
    "out",
    "tests",
    "tools/north",
    "zimnik",
    "**/__pycache__",
]

extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "sphinx.ext.napoleon",
    "tools.equation_links",
]
myst_enable_extensions = ["deflist"]
# Headings have the anchors that other renderers of Markdown give them (tools/links.py).
myst_heading_anchors = 6
suppress_warnings = ["myst.header"]  # a page may begin a list below its title with a third level

nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_timeout = 300
nb_merge_streams = True

autosummary_generate = True
autodoc_typehints = "none"  # the signature has what a reader needs; types are in the source
autodoc_member_order = "bysource"
napoleon_google_docstring = False
napoleon_use_rtype = False
default_role = "literal"  # a word in single quotes is code, as in Markdown

html_theme = "pydata_sphinx_theme"
html_title = "zimnik"
html_static_path = ["site.css"]
html_css_files = ["site.css"]
# A page without pages below it has no use for a list of them.
html_sidebars = {
    name: []
    for name in ("docs/start", "docs/guide", "CONTRIBUTING", "tools/README", "SECURITY", "README")
}
html_show_sourcelink = False
html_copy_source = False
html_theme_options = {
    "navbar_align": "left",
    "navbar_end": ["theme-switcher"],
    "header_links_before_dropdown": 6,
    "show_toc_level": 2,
    "navigation_with_keys": False,
    "footer_start": ["copyright"],
    "footer_end": [],
    "secondary_sidebar_items": ["page-toc"],
}
