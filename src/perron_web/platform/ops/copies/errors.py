"""The one error of backups and restores."""


class CopyError(Exception):
    """A backup or a restore that did not take place; the message says why and what is left as it was."""
