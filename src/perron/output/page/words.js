// Texts of the page in both languages, and figures as each language writes them.
const TEXTS = {
  fr: {
    title: "Plan de porte-à-porte", ranking: "Classement", search: "Chercher un bureau", territory: "Territoire", all: "Tous", only_visited: "Bureaux à visiter", only_popular: "Quartiers populaires", popular_words: "Quartier populaire : revenus parmi les plus bas, ouvriers et employés parmi les plus nombreux des bureaux de ce plan.", csv: "Télécharger (CSV)",
    map: "Carte", loading: "Ouverture du plan…", too_old: "Ce navigateur est trop ancien pour la carte : ouvrez cette page avec une version récente.",
    map_help: "Flèches : déplacer. Plus et moins : zoomer. 0 : tout voir. Entrée : ouvrir le bureau du centre.",
    zoom_in: "Agrandir", zoom_out: "Réduire", whole: "Tout voir", light: "Clair", dark: "Sombre", theme: "Couleurs", other: "English",
    rank: "Rang", bureau: "Bureau", votes_per_hour: "Voix / h", outings: "Sorties", doors: "Portes", priority: "Priorité",
    k1: "Très prioritaire", k2: "Prioritaire", k3: "Assez prioritaire", k4: "Moins prioritaire", k5: "Peu prioritaire", held: "Bureau témoin", weak: "Estimation fragile",
    found: "{n} bureaux", found_one: "1 bureau", none: "Aucun bureau ne correspond. Effacez la recherche ou le filtre.", more: "Afficher les {n} suivants",
    hours_name: "heures de bénévoles", outings_name: "sorties", doors_name: "portes", votes_name: "voix attendues", between: "de {a} à {b}",
    title_bureau: "Bureau {n}", of_rank: "{r} sur {n}", registered: "{n} inscrits", close: "Retour à l’ensemble",
    scores: "Ce qu’une heure y rapporte", mobilisation: "Mobilisation", persuasion: "Persuasion", registration: "Inscriptions", per_hour: "voix par heure", per_hour_registration: "inscriptions par heure",
    interval: "de {a} à {b}", chart_note: "Trait : intervalle à 90 %. Tireté : moyenne des bureaux.", chance: "Probabilité d’être parmi les premiers : {p}.",
    why: "Pourquoi", why_mobilisation: "Mobilisation, contre la moyenne", why_persuasion: "Persuasion, contre la moyenne", why_registration: "Inscriptions, contre la moyenne", no_reason: "Pas de raison chiffrée pour ce bureau.",
    given: "Ce que le plan lui donne", nothing: "Aucune sortie : les heures disponibles vont à des bureaux où elles rapportent davantage.",
    given_words: "{o}, {h} de bénévoles, {d} : {v} attendues ({i}).", one_outing: "1 sortie", n_outings: "{n} sorties", n_doors: "{n} portes", n_votes: "{n} voix", one_door: "1 porte",
    held_title: "Bureau témoin, laissé de côté", held_words: "Tiré au sort parmi des bureaux de même score : personne n’y est envoyé, et la différence avec les autres mesurera l’effet du porte-à-porte. Ni secteur ni feuille de route.",
    weak_title: "Estimation fragile", weak_words: "Ce bureau repose sur peu de résultats, ou sur des résultats reportés d’un ancien découpage : son rang est incertain.",
    people: "Qui y habite", here: "Ici", median: "Médiane", estimated: "Ce qui est estimé",
    estimated_scores: "Participation attendue : {t}. Soutien attendu : {s} des exprimés. Intermittents du vote : {m} des inscrits.", estimated_doors: "Pour {p} des arrêts, le nombre de portes est une estimation.", exact_doors: "Le nombre de portes vient des électeurs de chaque adresse (1,4 par porte).",
    turfs: "Secteurs", no_turfs: "Pas de secteur ici.", turf_line: "{m}, {d}, {s}", stops: "{n} arrêts", one_stop: "1 arrêt", planned: "au plan", start: "départ",
    floors: "étages {a} à {b}", floor: "étage {a}", ground: "rez-de-chaussée", nonumber: "sans numéro",
    intro_title: "Par où commencer", intro: "Choisissez un bureau dans le classement ou sur la carte : vous verrez ce qu’une heure de porte-à-porte y rapporte, pourquoi, et ses secteurs à pied.",
    first: "Ouvrir le premier bureau à visiter", notes: "À savoir", left_out: "{n} secteurs ne sont pas dessinés sur cette page ; tous sont dans turfs.geojson.", print: "Les feuilles de route sont dans feuilles-de-route.pdf ; « perron sheets » en imprime d’autres.",
    spoken: "Bureau {n}, {k}, rang {r}", index_2012: "Indice 2012 (abstention × soutien)", source: "Sources : {c}", code: "Plan {c}", of: "sur",
  },
  en: {
    title: "Canvassing plan", ranking: "Ranking", search: "Find a polling station", territory: "Territory", all: "All", only_visited: "To be visited", only_popular: "Popular neighbourhoods", popular_words: "Popular neighbourhood: incomes among the lowest, workers and employees among the most numerous of this plan.", csv: "Download (CSV)",
    map: "Map", loading: "Opening the plan…", too_old: "This browser is too old for the map: open this page with a recent one.",
    map_help: "Arrows: move. Plus and minus: zoom. 0: see everything. Enter: open the polling station in the middle.",
    zoom_in: "Zoom in", zoom_out: "Zoom out", whole: "See everything", light: "Light", dark: "Dark", theme: "Colours", other: "Français",
    rank: "Rank", bureau: "Station", votes_per_hour: "Votes / h", outings: "Outings", doors: "Doors", priority: "Priority",
    k1: "Top priority", k2: "High priority", k3: "Fairly high", k4: "Lower priority", k5: "Low priority", held: "Control, left alone", weak: "Weak estimate",
    found: "{n} polling stations", found_one: "1 polling station", none: "Nothing matches. Clear the search or the filter.", more: "Show the next {n}",
    hours_name: "volunteer-hours", outings_name: "outings", doors_name: "doors", votes_name: "votes expected", between: "from {a} to {b}",
    title_bureau: "Station {n}", of_rank: "{r} of {n}", registered: "{n} registered", close: "Back to the whole",
    scores: "What an hour brings here", mobilisation: "Mobilisation", persuasion: "Persuasion", registration: "Registration", per_hour: "votes per hour", per_hour_registration: "registrations per hour",
    interval: "{a} to {b}", chart_note: "Line: 90% interval. Dashes: average of all stations.", chance: "Probability of being among the first: {p}.",
    why: "Why", why_mobilisation: "Mobilisation, against the average", why_persuasion: "Persuasion, against the average", why_registration: "Registration, against the average", no_reason: "No figures to explain this one.",
    given: "What the plan gives it", nothing: "No outing: the hours available go where they bring more.",
    given_words: "{o}, {h} of volunteers, {d}: {v} expected ({i}).", one_outing: "1 outing", n_outings: "{n} outings", n_doors: "{n} doors", n_votes: "{n} votes", one_door: "1 door",
    held_title: "Control, left alone", held_words: "Drawn at random among stations with the same score: nobody is sent there, and the difference with the others will measure what canvassing changed. No turf and no walk list.",
    weak_title: "Weak estimate", weak_words: "This station rests on few results, or on results carried over from older boundaries: its rank is uncertain.",
    people: "Who lives here", here: "Here", median: "Median", estimated: "What is estimated",
    estimated_scores: "Turnout expected: {t}. Support expected: {s} of valid votes. Intermittent voters: {m} of the registered.", estimated_doors: "For {p} of the stops, the number of doors is an estimate.", exact_doors: "The number of doors comes from the electors of each address (1.4 a door).",
    turfs: "Turfs", no_turfs: "No turf here.", turf_line: "{m}, {d}, {s}", stops: "{n} stops", one_stop: "1 stop", planned: "planned", start: "start",
    floors: "floors {a} to {b}", floor: "floor {a}", ground: "ground floor", nonumber: "no number",
    intro_title: "Where to begin", intro: "Choose a polling station in the ranking or on the map: you will see what an hour of canvassing brings there, why, and its turfs on foot.",
    first: "Open the first one to visit", notes: "Good to know", left_out: "{n} turfs are not drawn on this page; all are in turfs.geojson.", print: "Walk lists are in feuilles-de-route.pdf; “perron sheets” prints others.",
    spoken: "Station {n}, {k}, rank {r}", index_2012: "Index of 2012 (abstention × support)", source: "Sources: {c}", code: "Plan {c}", of: "of",
  },
};

let lang = document.documentElement.lang === "en" ? "en" : "fr";

function t(key, values = {}) {
  const text = (TEXTS[lang][key] ?? key).replace(/\{n\} /g, "{n}\u00a0");
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "").replace(/ ([;!?»%])/g, lang === "fr" ? "\u202f$1" : " $1").replace(/ :/g, "\u00a0:").replace(/« /g, "«\u00a0");
}

function figure(value, decimals = 0) {
  if (value === null || value === undefined) return "–";
  return new Intl.NumberFormat(lang === "fr" ? "fr-FR" : "en-GB", { minimumFractionDigits: decimals, maximumFractionDigits: decimals }).format(value);
}

function percent(value) {
  return value === null || value === undefined ? "–" : `${figure(100 * value)}${lang === "fr" ? "\u202f%" : "%"}`;
}

function duration(minutes) {
  const hours = Math.floor(minutes / 60), rest = String(minutes % 60).padStart(2, "0");
  return hours === 0 ? `${minutes}\u00a0min` : minutes % 60 === 0 ? `${hours}\u00a0h` : `${hours}\u00a0h\u00a0${rest}`;
}

function counted(n, one, many) {
  return n === 1 ? t(one) : t(many, { n: figure(n) });
}
