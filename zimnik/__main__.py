"""`python -m zimnik`."""

from zimnik.cli.main import main

main()
