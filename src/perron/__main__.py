"""`python -m perron`: the command line."""

from perron.cli import main

main()
