"""A sealed draw cannot be rewritten, whoever holds the connection; only who sealed it may be forgotten."""

from django.db import migrations

COLUMNS = (
    "campaign_id, experiment_id, seed, units_sha256, assignment_sha256, record, record_hash, previous, folder, "
    "sealed_at"
)
MESSAGE = "a sealed draw is never rewritten"
SQLITE = (
    f"CREATE TRIGGER experiments_draw_sealed BEFORE UPDATE OF {COLUMNS} ON experiments_draw "
    f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
)
POSTGRESQL = (
    "CREATE FUNCTION experiments_draw_sealed() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
    f"CREATE TRIGGER experiments_draw_sealed BEFORE UPDATE OF {COLUMNS} ON experiments_draw "
    "FOR EACH ROW EXECUTE FUNCTION experiments_draw_sealed()",
)


def seal(apps, editor):
    for line in POSTGRESQL if editor.connection.vendor == "postgresql" else (SQLITE,):
        editor.execute(line)


def lift(apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP TRIGGER experiments_draw_sealed ON experiments_draw")
        editor.execute("DROP FUNCTION experiments_draw_sealed()")
    else:
        editor.execute("DROP TRIGGER experiments_draw_sealed")


class Migration(migrations.Migration):
    dependencies = [("experiments", "0001_initial")]

    operations = [migrations.RunPython(seal, lift)]
