"""What can go wrong with the embedded PostgreSQL server, said so that an operator can mend it."""


class PostgresError(Exception):
    """The embedded server cannot do what was asked; the message says what to do."""


class HomeBelongsToAnother(PostgresError):
    """The database folder of this home is owned by another operating-system account."""


class NoUnprivilegedAccount(PostgresError):
    """We are root, PostgreSQL refuses to run as root, and no other account can be taken on."""


class ProgramsUnreachable(PostgresError):
    """The server's account can execute PostgreSQL from no place that we can copy it to."""


class ClusterFromAnotherVersion(PostgresError):
    """The database folder was written by another major version of PostgreSQL."""


class ServerDidNotStart(PostgresError):
    """PostgreSQL ended, or was not ready in time; the message carries the end of its log."""


class ServerDidNotStop(PostgresError):
    """A process of the server outlived every signal."""


class ServerBusy(PostgresError):
    """Another command has held the lock on this home's server for too long."""


class DatabaseAddressRefused(PostgresError):
    """DATABASE_URL or DATABASE_OWNER_URL is not the address of a PostgreSQL database."""


class DumpFailed(PostgresError):
    """pg_dump or pg_restore ended badly; the message carries the first line it said."""
