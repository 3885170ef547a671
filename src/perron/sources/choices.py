"""What a list or a candidate is called, from the columns a file has."""

import polars as pl


def choice_name(frame: pl.DataFrame) -> pl.Expr:
    """Name a list or candidate.

    A list's short title, else its long one; else the pair of départementales; else the candidate: the surname
    alone in présidentielles, "NOM Prénom" where nuances tell that candidates are local.

    Parameters
    ----------
    frame : polars.DataFrame
        With some of label, long, pair, last, first, nuance, election.

    Returns
    -------
    polars.Expr
        The name, null where nothing names it.
    """
    options = [pl.col(name) for name in ("label", "long", "pair") if name in frame.columns]
    if "last" in frame.columns:
        options.append(pl.when(pl.col("last").is_not_null()).then(_person(frame)))
    if "nuance" in frame.columns:
        options.append(pl.col("nuance"))
    return pl.coalesce(options).str.strip_chars() if options else pl.lit(None, dtype=pl.String)


def _person(frame: pl.DataFrame) -> pl.Expr:
    if "first" not in frame.columns or "nuance" not in frame.columns:
        return pl.col("last")
    whole = pl.concat_str("last", "first", separator=" ", ignore_nulls=True)
    if "election" not in frame.columns:
        return whole
    return pl.when(pl.col("election").str.contains("presidentielle")).then("last").otherwise(whole)
