"""DuckDB's own postgres and mysql extensions, at their best setting: the MariaDB connection is not compressed."""

from environment import MYSQL_TABLES, PG_TABLES, mysql, pg


def connect(path=":memory:", settings=(), attach=("pg", "my")):
    """A DuckDB connection with the servers attached as `pg` and `my`."""
    import duckdb
    from duckdb_extensions import import_extension

    con = duckdb.connect(path)
    for setting in settings:
        con.execute(f"SET {setting}")
    if "pg" in attach:
        import_extension("postgres_scanner", con=con)
        con.execute("LOAD postgres_scanner")
        dsn = "host={host} port={port} user={user} dbname={database}".format(**pg())
        con.execute(f"ATTACH '{dsn}' AS pg (TYPE postgres)")
    if "my" in attach:
        import_extension("mysql_scanner", con=con)
        con.execute("LOAD mysql_scanner")
        dsn = "host={host} port={port} user={user} passwd={password} db={database} compression=disabled".format(**mysql())
        con.execute(f"ATTACH '{dsn}' AS my (TYPE mysql)")
    return con


def with_views(settings=()):
    """Both servers' tables of TPC-H by their own names."""
    con = connect(settings=settings)
    for table in PG_TABLES:
        con.execute(f"CREATE VIEW {table} AS FROM pg.public.{table}")
    for table in MYSQL_TABLES:
        con.execute(f"CREATE VIEW {table} AS FROM my.{table}")
    return con
