"""Texts of the sheets, in both languages."""

from typing import Final

from perron.words import Language, Words, number

OUTCOMES: Final = (
    (
        Words("Open", "Ouverte"),
        Words("Door opened", "Porte ouverte"),
        Words("someone answered", "on vous a répondu"),
    ),
    (Words("Absent", "Absent"), Words("Absent", "Absent"), Words("nobody answered", "personne n’a répondu")),
    (
        Words("Refusal", "Refus"),
        Words("Refusal", "Refus"),
        Words("the person declined", "la personne décline"),
    ),
    (
        Words("Come back", "Repasser"),
        Words("Come back", "À repasser"),
        Words("you were asked to", "on vous le demande"),
    ),
    (
        Words("No access", "Inaccessible"),
        Words("No access", "Inaccessible"),
        Words("door code, caretaker", "digicode, gardien"),
    ),
    (
        Words("Never again", "Plus jamais"),
        Words("Do not call again", "Ne plus solliciter"),
        Words("the person asks it", "la personne le demande"),
    ),
)
"""Six outcomes, always in this order: head of the column, name, meaning."""

TEXTS: Final = {
    "kind": Words("Walk list", "Feuille de route"),
    "bureau": Words("Polling station", "Bureau de vote"),
    "doors": Words("doors", "portes"),
    "stops": Words("stops", "arrêts"),
    "time": Words("in all", "en tout"),
    "walk": Words("on foot", "à pied"),
    "start": Words("Start", "Départ"),
    "date": Words("Date", "Date"),
    "team": Words("Team", "Équipe"),
    "from": Words("From", "De"),
    "to": Words("to", "à"),
    "outcomes": Words("Tick one box per door", "Cochez une case par porte"),
    "reminder": Words("Write down no name and no opinion.", "Ne notez ni nom ni opinion."),
    "law": Words(
        "Recording an opinion without consent is an offence (French penal code, art. 226-19).",
        "Conserver une opinion sans consentement est un délit (code pénal, art. 226-19).",
    ),
    "total": Words("Totals", "Totaux"),
    "notes": Words(
        "Notes: access, stairs, hours. Nothing about people.",
        "Notes\u00a0: accès, escaliers, horaires. Rien sur les personnes.",
    ),
    "struck": Words("Do not ring", "Ne pas sonner"),
    "never": Words("Do not ring:", "Ne pas sonner\u00a0:"),
    "stair": Words("stair", "esc."),
    "door": Words("door", "porte"),
    "entry": Words("Entry", "Saisie"),
    "where": Words("floor, door", "étage, porte"),
    "colon": Words(": ", "\u00a0: "),
    "page": Words("page", "page"),
    "scan": Words("Code of this sheet", "Code de cette feuille"),
    "ground": Words("ground", "rez-de-ch."),
    "continued": Words("continued", "suite"),
    "north": Words("N", "N"),
    "map": Words(
        "Map of the turf: numbered stops joined by the walking line",
        "Carte du secteur\u00a0: arrêts numérotés, reliés par la ligne de marche",
    ),
    "no_number": Words("no number", "sans numéro"),
}
"""Every other text, by key."""


def ordinal(floor: int, lang: Language) -> str:
    """Name a floor in the figures of the language.

    Parameters
    ----------
    floor : int
        Floor, 0 the ground floor; negative ones are basements.
    lang : {"fr", "en"}
        Language.

    Returns
    -------
    str
        "rez-de-ch.", "1er", "2e"…
    """
    if floor == 0:
        return TEXTS["ground"].text(lang)
    if lang == "fr":
        return "1er" if floor == 1 else f"{number(floor)}e"
    suffix = {1: "st", 2: "nd", 3: "rd"}.get(floor % 10 if floor % 100 not in (11, 12, 13) else 0, "th")
    return f"{floor}{suffix}"


def floors(low: int, high: int, lang: Language) -> str:
    """Name a range of floors.

    Parameters
    ----------
    low, high : int
        Lowest and highest floor.
    lang : {"fr", "en"}
        Language.

    Returns
    -------
    str
        Such as "3e au 6e étage (estimé)"; floors are always guesses.
    """
    first, last = ordinal(low, lang), ordinal(high, lang)
    if lang == "fr":
        level = "" if high == 0 else "\u00a0étage"
        return f"{first if low == high else f'{first} au {last}'}{level} (estimé)"
    return f"{first if low == high else f'{first} to {last}'}\u00a0floor (estimate)"


def doors_text(doors: int, lang: Language, *, estimated: bool) -> str:
    """Write a number of doors, saying when it is an estimate.

    Parameters
    ----------
    doors : int
        Doors, 1 or more.
    lang : {"fr", "en"}
        Language.
    estimated : bool
        Whether it is one.

    Returns
    -------
    str
        Such as "env. 24 portes".
    """
    noun = Words("door" if doors == 1 else "doors", "porte" if doors == 1 else "portes").text(lang)
    about = Words("about ", "env.\u00a0").text(lang) if estimated else ""
    return f"{about}{number(doors, 0, lang)}\u00a0{noun}"
