"""Usage errors and help titles of the command-line library, in the language of this run."""

import re
from typing import Any, Final

from perron.cli.language import LANG
from perron.errors import ParameterError
from perron.words import Words

_FRENCH: Final = (
    (r"Missing option (.+?)\.?", r"il manque l’option \1"),
    (r"Missing argument (.+?)\.?", r"il manque l’argument \1"),
    (r"Missing command\.?", r"il manque une commande"),
    (
        r"No such command (.+)\. Did you mean (.+)\?",
        "commande inconnue\u00a0: \\1\u202f; plutôt \\2\u202f?",
    ),
    (r"No such command (.+?)\.?", "commande inconnue\u00a0: \\1"),
    (
        r"No such option: (.+) \(Possible options: (.+)\)",
        "option inconnue\u00a0: \\1\u202f; plutôt \\2\u202f?",
    ),
    (r"No such option: (.+)", "option inconnue\u00a0: \\1"),
    (r"Option (.+) requires (?:an argument|\d+ arguments)\.", r"l’option \1 attend une valeur"),
    (r"Option (.+) does not take a value\.", r"l’option \1 n’attend pas de valeur"),
    (r"Got unexpected extra arguments?(?:\(s\))? \((.+)\)", "argument en trop\u00a0: \\1"),
    (r"Invalid value for (.+?): (.+)", "\\1\u00a0: \\2"),
    (r"Invalid value: (.+)", r"\1"),
)
_FRENCH_REASONS: Final = (
    (r"Input should be a valid integer.*", "un nombre entier est attendu"),
    (r"Input should be a (?:valid|finite) number.*", "un nombre est attendu"),
    (r"Input should be greater than or equal to (.+)", r"au moins \1 est attendu"),
    (r"Input should be less than or equal to (.+)", r"au plus \1 est attendu"),
    (r"\w+ (.+) does not exist\.?", r"\1 est introuvable"),
    (r"\w+ (.+) is a directory\.?", r"\1 est un dossier, il faut un fichier"),
    (r"\w+ (.+) is a file\.?", r"\1 est un fichier, il faut un dossier"),
    (r"\w+ (.+) is not readable\.?", r"\1 ne peut pas être lu"),
)


def usage_error(message: str) -> ParameterError:
    """Say a usage error of the command-line library in both languages.

    Parameters
    ----------
    message : str
        What the library says, in English.

    Returns
    -------
    ParameterError
        The same in both languages; a sentence that is not known stays in English.
    """
    reason = message.partition(": ")[2] if message.startswith("Invalid value") else ""
    french = message
    if reason:
        french = message.removesuffix(reason) + _replaced(reason, _FRENCH_REASONS)
    french = _replaced(re.sub(r"'([^']*)'", "«\u00a0\\1\u00a0»", french), _FRENCH)
    return ParameterError(Words(message, french))


def _replaced(text: str, table: tuple[tuple[str, str], ...]) -> str:
    for pattern, replacement in table:
        if found := re.fullmatch(pattern, text, re.DOTALL):
            return found.expand(replacement)
    return text


def in_language(command: Any) -> None:
    """Give a program's help pages the titles of this run's language.

    Parameters
    ----------
    command : click.Command
        The program, as `typer.main.get_command` gives it.
    """
    if LANG == "en":
        return
    from typer import Context, rich_utils

    rich_utils.REQUIRED_LONG_STRING = "[obligatoire]"
    rich_utils.DEFAULT_STRING = "[par défaut\u00a0: {}]"
    rich_utils.COMMANDS_PANEL_TITLE = "Commandes"
    for each in (command, *getattr(command, "commands", {}).values()):
        option = each.get_help_option(Context(each))
        if option is not None:
            option.help = "Montrer cette aide."
