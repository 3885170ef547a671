"""`python -m perron_web`: the same as `perron-site`."""

from perron_web.config.command import main

if __name__ == "__main__":
    main()
