"""Row policies for the tables that hold something of a review, for use in migrations.

Reading: a row is shown when its review (or finding) is shown. Writing: everything for stewards
and the system, their own committees' for committee officers, nothing for anybody else. What the
transaction may see is in settings that ``app.identity.row_security`` gives from the permission
table; without them nothing is seen.

Every condition on the settings is a scalar subselect, which PostgreSQL works out once a
statement; whoever sees everything never reaches the look-up of the parent row.
"""

from __future__ import annotations

from collections.abc import Iterator

from app.identity.row_security import ACCEPTED, COMMITTEES, EVERYTHING, PUBLISHED

FUNCTIONS = (
    *(
        f"CREATE FUNCTION {name}() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE "
        f"RETURN coalesce(current_setting('{setting}', true), '') = 'on'"
        for name, setting in (
            ("sees_everything", EVERYTHING),
            ("sees_accepted", ACCEPTED),
            ("sees_published", PUBLISHED),
        )
    ),
    (
        "CREATE FUNCTION own_committees() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE "
        f"RETURN string_to_array(coalesce(current_setting('{COMMITTEES}', true), ''), ',')"
    ),
)
"""What the policies ask; made once, by the first migration that protects rows."""

DROP_FUNCTIONS = tuple(
    f"DROP FUNCTION {name}()"
    for name in ("sees_everything", "sees_accepted", "sees_published", "own_committees")
)

ALL = "(SELECT sees_everything())"
COUNTED = "(SELECT sees_accepted())"
OPEN = "(SELECT sees_published())"
OWN = "= ANY ((SELECT own_committees())::text[])"


def shown(parent: str, key: str, *, its_key: str = "id") -> str:
    """The row's parent is shown: ``key`` is the column that names it."""
    # Every name here is a constant of a migration.
    return f"EXISTS (SELECT 1 FROM {parent} p WHERE p.{its_key} = {key})"  # noqa: S608


def worked_on(key: str, through: str = "reviews p") -> str:
    """The actor's committee owns the parent ``p``; ``through`` may join up to the review ``r``."""
    owner = "r" if " r " in f"{through} " else "p"
    where = f"p.id = {key} AND {owner}.committee_slug {OWN}"
    return f"EXISTS (SELECT 1 FROM {through} WHERE {where})"  # noqa: S608


def protect(table: str, *, sees: str, works: str) -> Iterator[str]:
    """Statements that put ``table`` under row security, for its owner too.

    ``sees`` is the condition for reading, ``works`` for adding, changing and removing. Whoever
    sees everything passes both.
    """
    yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    yield f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"
    sees, works = f"{ALL} OR {sees}", f"{ALL} OR {works}"
    yield f"CREATE POLICY {table}_read ON {table} FOR SELECT USING ({sees})"
    yield f"CREATE POLICY {table}_add ON {table} FOR INSERT WITH CHECK ({works})"
    yield f"CREATE POLICY {table}_change ON {table} FOR UPDATE USING ({works})"
    yield f"CREATE POLICY {table}_remove ON {table} FOR DELETE USING ({works})"


def unprotect(table: str) -> Iterator[str]:
    """Undo ``protect``."""
    for act in ("read", "add", "change", "remove"):
        yield f"DROP POLICY {table}_{act} ON {table}"
    yield f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY"
    yield f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"


def protect_part_of_review(table: str, *, key: str = "review_id") -> Iterator[str]:
    """``protect`` a table whose rows belong to one review and are shown with it."""
    column = f"{table}.{key}"
    return protect(table, sees=shown("reviews", column), works=worked_on(column))


def protect_part_of_finding(table: str, *, key: str = "finding_id") -> Iterator[str]:
    """``protect`` a table whose rows belong to one finding and are shown with it."""
    column = f"{table}.{key}"
    return protect(table, sees=shown("findings", column), works=worked_on(column, "findings p"))
