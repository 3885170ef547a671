"""Texts of the report, in both languages."""

from typing import Final

from perron.words import Words

T: Final = {
    "kind": Words("Evaluation", "Évaluation"),
    "tried": Words("What was tried", "Ce qui a été tenté"),
    "found": Words("What was found", "Ce qui a été trouvé"),
    "sure": Words("How sure", "Avec quelle certitude"),
    "cost": Words("What a vote cost", "Ce qu’a coûté une voix"),
    "caveats": Words("Before repeating it", "Avant de le répéter"),
    "effect": Words("points of effect", "points d’effet"),
    "votes": Words("votes gained", "voix gagnées"),
    "chance": Words("test by {draws} draws made again", "test par {draws} tirages refaits"),
    "points": Words("points", "points"),
    "details": Words("In detail", "En détail"),
    "compliance": Words("Who was to be visited, who was", "Qui devait être visité, qui l’a été"),
    "balance": Words("The arms before the vote", "Les groupes avant le vote"),
    "priors": Words("What the next plan learns", "Ce qu’en retient le prochain plan"),
    "announced": Words("What was announced", "Ce qui était annoncé"),
    "again": Words("To compute it again", "Pour refaire le calcul"),
    "notes": Words("What rests on an estimate", "Ce qui repose sur une estimation"),
    "estimates": Words("Every estimate", "Toutes les estimations"),
    "permutation": Words("What chance alone gives", "Ce que donne le seul hasard"),
    "visited": Words("Effect where doors were knocked", "Effet là où l’on a frappé"),
    "equivalence": Words("What is excluded", "Ce qui est exclu"),
    "heterogeneity": Words("By group, as announced", "Par groupe, comme annoncé"),
    "spillover": Words("Between neighbours", "Entre voisins"),
    "naive": Words("Naive comparisons, beside", "Comparaisons naïves, à côté"),
    "why": Words("Why this estimate leads", "Pourquoi cette estimation l’emporte"),
    "leads": Words("leads", "retenue"),
    "exploratory": Words("exploratory: not announced", "exploratoire\u00a0: non annoncé"),
    "draw": Words("Sealed draw", "Tirage scellé"),
    "sealed": Words("sealed", "scellé le"),
    "seed": Words("Seed", "Graine"),
    "frozen": Words("Frozen before the vote", "Figé avant le vote"),
    "code": Words("version", "version"),
    "source": Words("Source", "Source"),
    "page": Words("page", "page"),
    "units_more": Words("more", "de plus"),
}
"""Headings and small words."""

COLUMNS: Final = {
    "method": Words("Estimate", "Estimation"),
    "effect": Words("Effect (points)", "Effet (points)"),
    "error": Words("Error", "Erreur type"),
    "df": Words("df", "ddl"),
    "interval": Words("Interval", "Intervalle"),
    "p": Words("p", "p"),
    "n": Words("Units", "Unités"),
    "arm": Words("Arm", "Groupe"),
    "units": Words("Units", "Unités"),
    "visited": Words("Visited", "Visitées"),
    "doors": Words("Doors knocked", "Portes frappées"),
    "opened": Words("Opened", "Ouvertes"),
    "talked": Words("Talks", "Échanges"),
    "coverage": Words("Coverage", "Couverture"),
    "column": Words("What was known before", "Ce qu’on savait avant"),
    "mean": Words("Mean", "Moyenne"),
    "difference": Words("Difference", "Écart"),
    "standardised": Words("In standard deviations", "En écarts types"),
    "range": Words("95% of draws", "95\u202f% des tirages"),
    "figure": Words("Figure", "Chiffre"),
    "before": Words("Believed before", "Cru avant"),
    "measured": Words("Measured", "Mesuré"),
    "after": Words("Believed now", "Cru maintenant"),
    "comparison": Words("Comparison", "Comparaison"),
    "gap": Words("Gap with the effect", "Écart avec l’effet"),
    "reason": Words("Reason for the gap", "Raison de l’écart"),
    "group": Words("Group", "Groupe"),
    "unit": Words("Unit", "Unité"),
    "file": Words("File", "Fichier"),
    "hash": Words("SHA-256", "SHA-256"),
}
"""Heads of columns."""

SENTENCES: Final = {
    "chance_chart": Words(
        "Effect that would show in {draws} draws made again, had the visits changed nothing",
        "Effet qui se verrait dans {draws} tirages refaits, si les visites n’avaient rien changé",
    ),
    "permutation": Words(
        "By the design's own draws: {p}, interval {interval}. No law is assumed.",
        "Par les tirages du protocole lui-même\u00a0: {p}, intervalle {interval}. Aucune loi n’est supposée.",
    ),
    "visited": Words(
        "If every door of {a} had been knocked: {value}. Being drawn raised the share of doors knocked by "
        "{share}. The interval that holds even where the draw moved few visits (Anderson–Rubin): {robust}.",
        "Si toutes les portes d’{a} avaient été frappées\u00a0: {value}. Le tirage a relevé de "
        "{share} la "
        "part des portes frappées. Intervalle valable même si le tirage déplace peu de visites "
        "(Anderson–Rubin)\u00a0: {robust}.",
    ),
    "equivalence": Words(
        "At {level}, every effect of {excluded} or more is excluded, either way.",
        "À {level}, tout effet de {excluded} ou plus est exclu, dans un sens ou dans l’autre.",
    ),
    "equivalence_bound": Words(
        "“No effect of {bound} or more”, as announced: {p}.",
        "«\u00a0Pas d’effet de {bound} ou plus\u00a0», comme annoncé\u00a0: {p}.",
    ),
    "corrected": Words(
        "p corrected for {family} comparisons: {p}.", "p corrigé pour {family} comparaisons\u00a0: {p}."
    ),
    "means": Words(
        "Mean in “{arm}”: {arm_mean}; in “{control}”: {control_mean}.",
        "Moyenne en «\u00a0{arm}\u00a0»\u00a0: {arm_mean}\u202f; en «\u00a0{control}\u00a0»\u00a0: "
        "{control_mean}.",
    ),
    "knocks": Words(
        "Of all doors knocked, {planned} were where visits were drawn, {control} at units left alone, "
        "{outside} "
        "elsewhere (in 2012: 72.5, 13.3 and 14.1%).",
        "De toutes les portes frappées, {planned} l’ont été là où le tirage envoyait, {control} chez les "
        "témoins, "
        "{outside} ailleurs (en 2012\u00a0: 72,5, 13,3 et 14,1\u202f%).",
    ),
    "balance": Words(
        "Gap between the arms over all that was known: as large or larger in {p} of draws by the same "
        "design.",
        "Écart entre les groupes sur tout ce qu’on savait\u00a0: aussi grand dans {p} des tirages du même "
        "protocole.",
    ),
    "spillover": Words(
        "Test of “neighbours' visits change nothing”: {p}.",
        "Test de «\u00a0les visites chez les voisins ne changent rien\u00a0»\u00a0: {p}.",
    ),
    "groups": Words(
        "Test of “the same effect in all groups”: {p}.",
        "Test de «\u00a0le même effet dans tous les groupes\u00a0»\u00a0: {p}.",
    ),
    "naive": Words(
        "What a press release would compare. Who was visited was not drawn at random, so these are not "
        "effects.",
        "Ce que comparerait un communiqué. Qui a été visité n’est pas tiré au sort\u00a0: ce ne sont pas "
        "des effets.",
    ),
    "priors": Words(
        "The file priors.toml goes into the next plan: perron plan --priors priors.toml.",
        "Le fichier priors.toml s’emploie au prochain plan\u00a0: perron plan --priors priors.toml.",
    ),
    "obeyed": Words(
        "The analysis is the one announced, without departure.",
        "L’analyse est celle qui était annoncée, sans écart.",
    ),
    "again": Words(
        "evaluation.json holds the draw, the counts and the visits: perron evaluate --again "
        "evaluation.json gives "
        "the same figures. The draw by itself: perron verify-draw.",
        "evaluation.json contient le tirage, les comptes et les visites\u00a0: perron evaluate --again "
        "evaluation.json "
        "redonne les mêmes chiffres. Le tirage seul\u00a0: perron verify-draw.",
    ),
    "source_effect": Words(
        "Source: results by {one} against the sealed draw {record}; intervals at {level}",
        "Source\u00a0: résultats par {one}, tirage scellé {record}\u202f; intervalles à {level}",
    ),
    "source_visits": Words("Source: visits recorded, by {one}", "Source\u00a0: visites notées, par {one}"),
    "source_balance": Words(
        "Source: columns of the sealed draw and results of the election before; weighted by the chance "
        "of each arm",
        "Source\u00a0: colonnes du tirage scellé et résultats de l’élection précédente\u202f; pondérés "
        "par la "
        "probabilité du groupe",
    ),
}
"""Sentences with gaps."""
