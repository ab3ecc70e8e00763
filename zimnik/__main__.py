"""`python -m zimnik`."""

from zimnik import main

main()
