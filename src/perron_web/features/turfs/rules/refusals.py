"""What is said when a turf cannot be handed out."""

from perron.words import Words
from perron_web.features.turfs.rules import MOST_DAYS, MOST_HELD, RefusedError


def _refused(english: str, french: str) -> RefusedError:
    return RefusedError(Words(english, french))


def held() -> RefusedError:
    """Say that somebody was quicker."""
    return _refused(
        "Someone else has just taken this turf. Choose another.",
        "Quelqu’un vient de prendre ce secteur. Choisissez-en un autre.",
    )


def done() -> RefusedError:
    """Say that it was walked."""
    return _refused("This turf is done.", "Ce secteur est déjà fait.")


def not_to_hand() -> RefusedError:
    """Say that it is another plan's, merged away, without doors, or of a control bureau."""
    return _refused(
        "This turf cannot be handed out: it is not part of the adopted plan, or has no door to knock at.",
        "Ce secteur ne se distribue pas\u00a0: il n’est pas dans le plan adopté, ou n’a aucune porte.",
    )


def of_another_team() -> RefusedError:
    """Say that it is kept for a team."""
    return _refused("This turf is kept for another team.", "Ce secteur est réservé à une autre équipe.")


def enough() -> RefusedError:
    """Say that the person holds as many as one may."""
    return _refused(
        f"You hold {MOST_HELD} turfs: finish one or give it back first.",
        f"Vous avez {MOST_HELD} secteurs\u00a0: terminez-en un ou rendez-le d’abord.",
    )


def no_longer_held() -> RefusedError:
    """Say that it came back in the meantime."""
    return _refused(
        "This turf is no longer in these hands.",
        "Ce secteur n’est plus entre ces mains\u00a0: il a été rendu.",
    )


def held_long() -> RefusedError:
    """Say that it was extended again and again."""
    return _refused(
        f"A turf is kept for {MOST_DAYS} days at most: give it back, then take it again.",
        f"Un secteur se garde {MOST_DAYS} jours au plus\u00a0: rendez-le, puis reprenez-le.",
    )


def in_hands(who: str) -> RefusedError:
    """Say that an edit touches a turf that somebody is walking."""
    return _refused(
        f"Turf {who} is in someone’s hands: an edit would change the list they walk. Take it back first.",
        f"Le secteur {who} est entre les mains de quelqu’un\u00a0: une retouche changerait la liste qu’on "
        "parcourt. Reprenez-le d’abord.",
    )


def no_turf_left() -> RefusedError:
    """Say that nothing is free around."""
    return _refused(
        "No free turf is left around this meeting point.",
        "Il ne reste aucun secteur libre autour de ce rendez-vous.",
    )


def without_doors() -> RefusedError:
    """Say that a turf is empty."""
    return _refused(
        "A turf without doors is given to nobody.", "Un secteur sans porte ne se confie à personne."
    )


def outside_the_place() -> RefusedError:
    """Say that a team works in its own place."""
    return _refused(
        "A turf lies outside this team's place.", "Un secteur est hors du territoire de cette équipe."
    )


def left_alone() -> RefusedError:
    """Say that an edit touches a bureau that the draw in force leaves alone."""
    return _refused(
        "This bureau is left alone by the sealed draw: its turfs do not change.",
        "Ce bureau est laissé de côté par le tirage scellé : ses secteurs ne changent pas.",
    )
