"""Reads six million rows of sixteen columns: lineitem from PostgreSQL, lineitem_copy from MariaDB."""

import json
import os
import tempfile
import reference
import scanners
import sling
from compete import Contestant, compete
from environment import BENCH, WORK, mariadb_command, mysql_url, pg_url, psql_command
from process import Command, done

TABLE = {"pg": "lineitem", "my": "lineitem_copy"}
ADAPTER = {"pg": "postgres", "my": "mysql"}
URL = {"pg": pg_url, "my": mysql_url}
IN_MEMORY = "into a DuckDB table in memory"


def scanner(side):
    """Into a table of a DuckDB file."""

    def job():
        with tempfile.TemporaryDirectory(dir=WORK) as folder:
            file = f"{folder}/x.duckdb"
            con = scanners.connect(file, attach=[side])
            con.execute(f"CREATE TABLE lineitem AS SELECT * FROM {side}.{TABLE[side]}")
            con.close()
            done()
            return _seen(scanners.connect(file, attach=[]))

    return lambda: job


def connectorx(side):
    def job():
        import connectorx

        split = {"partition_on": "l_orderkey", "partition_num": 2}
        arrow = connectorx.read_sql(URL[side](), f"SELECT * FROM {TABLE[side]}", return_type="arrow", **split)
        return _into_duckdb(arrow)

    return lambda: job


def adbc():
    """Record batches stream from libpq straight into DuckDB."""

    def job():
        from adbc_driver_postgresql import dbapi

        with dbapi.connect(pg_url()) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT * FROM lineitem")
            return _into_duckdb(cursor.fetch_record_batch())

    return job


def _into_duckdb(arrow):
    import duckdb

    con = duckdb.connect()
    con.register("arrow", arrow)
    con.execute("CREATE TABLE lineitem AS SELECT * FROM arrow")
    done()
    return _seen(con)


def _seen(con):
    rows = reference.comparable(con.execute(reference.checksum()).fetchall())
    con.close()
    return rows


def dvt(side):
    words = ["node", os.path.join(BENCH, "dvt.mjs"), "extract", ADAPTER[side], TABLE[side], "256MB", reference.checksum()]
    return lambda: Command(words, captured=True)


def _right(value):
    rows = reference.comparable(json.loads(value)["seen"]) if isinstance(value, str) else value
    return reference.same(rows, reference.answer(reference.checksum())) is not False


def run():
    rows = {"figures": lambda _: {"rows": int(float(reference.answer("SELECT count(*) FROM lineitem")[0][0]))}}
    counted = {"fetches": True, **rows}
    checked = {"right": _right, **counted}
    once = {"runs": 1, **checked}
    copy = "COPY lineitem TO STDOUT (FORMAT binary)"
    compete(
        "extract",
        "lineitem from PostgreSQL",
        [
            Contestant("psql COPY binary", lambda: Command([*psql_command(), "-c", copy]), **counted),
            Contestant("dvt", dvt("pg"), **checked),
            Contestant("DuckDB scanner into a file", scanner("pg"), **checked),
            Contestant("ConnectorX, 2 partitions", connectorx("pg"), note=IN_MEMORY, **once),
            Contestant("ADBC", lambda: adbc(), note=IN_MEMORY, **once),
            *sling.reading("pg", "lineitem", rows),
        ],
    )
    select = "SELECT * FROM lineitem_copy"
    compete(
        "extract",
        "lineitem_copy from MariaDB",
        [
            Contestant("mariadb --quick", lambda: Command([*mariadb_command(), "--quick", "-N", "-e", select]), **counted),
            Contestant("dvt", dvt("my"), **checked),
            Contestant("DuckDB scanner into a file", scanner("my"), **checked),
            # It takes the server's socket file where it can, past the counter.
            Contestant("ConnectorX, 2 partitions", connectorx("my"), note=IN_MEMORY, **{**once, "fetches": False}),
        ],
    )
