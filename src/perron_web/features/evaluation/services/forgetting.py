"""What evaluations kept of counts by building goes with the counts; what they found stays."""

import hashlib
from datetime import datetime

import orjson

from perron_web.features.evaluation.choices import CountUnit
from perron_web.features.evaluation.models import CountSheet, Evaluation
from perron_web.features.evaluation.queries.again import INPUTS
from perron_web.features.evaluation.queries.report import CONTENT, has_files


def forget_counts(*, sheet: CountSheet, now: datetime) -> int:
    """Take counts by building out of the evaluations that read them; results by bureau are public anyway.

    Parameters
    ----------
    sheet : CountSheet
        Counts whose term has come, or that are erased by hand.
    now : datetime
        Aware instant, shown on the page of the report.

    Returns
    -------
    int
        How many evaluations were emptied of them.
    """
    if sheet.unit != CountUnit.BUILDING:
        return 0
    rows = Evaluation.objects.filter(
        campaign=sheet.campaign, parameters__counted=sheet.unit, parameters__election=sheet.election
    )
    found = [one for one in rows if has_files(one) and "forgotten" not in one.inputs]
    for evaluation in found:
        for path in (evaluation.path / INPUTS).glob("comptages-*.csv"):
            path.unlink()
        for path in evaluation.path.glob("*/units.csv"):
            path.unlink()
        for path in evaluation.path.glob("*/evaluation.json"):
            content = orjson.loads(path.read_bytes())
            content["data"]["outcomes"] = {name: [] for name in content["data"]["outcomes"]}
            path.write_bytes(orjson.dumps(content, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
        report = evaluation.inputs.get("report", {})
        digest = hashlib.sha256((evaluation.path / CONTENT).read_bytes()).hexdigest()
        evaluation.inputs |= {"report": {**report, CONTENT: digest}, "forgotten": now.isoformat()}
        evaluation.save(update_fields=["inputs"])
    return len(found)
