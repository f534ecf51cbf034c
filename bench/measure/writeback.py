"""Writes six million rows from a local DuckDB table into a new table of each server.

DuckDB's extension needs minutes for lineitem in MariaDB, so it is measured on the 1.5 million rows of orders.
"""

import os
import reference
import scanners
from compete import Contestant, compete
from environment import BENCH, DATA, WORK, mariadb, mariadb_command, psql, psql_command
from process import Command

ADAPTER = {"pg": "postgres", "my": "mysql"}
ASK = {"pg": psql, "my": mariadb}
LENGTH = {"pg": "length", "my": "char_length"}
ORDERS = (
    "CREATE TABLE w_orders (o_orderkey INT NOT NULL, o_custkey INT NOT NULL, o_orderstatus CHAR(1) NOT NULL,"
    " o_totalprice DECIMAL(15,2) NOT NULL, o_orderdate DATE NOT NULL, o_orderpriority CHAR(15) NOT NULL,"
    " o_clerk CHAR(15) NOT NULL, o_shippriority INT NOT NULL, o_comment VARCHAR(79) NOT NULL)"
)
CREATE = {
    "lineitem": "CREATE TABLE w_lineitem AS SELECT * FROM lineitem_copy LIMIT 0",
    "orders": ORDERS,
}
SUMS = {
    "lineitem": reference.CHECKSUM,
    "orders": "SELECT count(*), sum(o_orderkey), sum(o_custkey), sum(o_totalprice), min(o_orderdate), max(o_orderdate),"
    " sum({length}(o_comment)) FROM {table}",
}


def copy_binary(table):
    """psql loads a ready file into a new table."""
    file = os.path.join(WORK, f"{table}.pgcopy")
    if not os.path.exists(file):
        psql(f"\\copy {table} to '{file}' (format binary)")
    create = f"CREATE TABLE w_{table} (LIKE {table})"
    return lambda: Command([*psql_command(), "-1", "-c", create, "-c", f"\\copy w_{table} from '{file}' (format binary)"])


def load_data(table):
    load = (
        f"LOAD DATA LOCAL INFILE '{DATA}/{table}.csv' INTO TABLE w_{table} CHARACTER SET utf8mb4"
        " FIELDS TERMINATED BY ',' OPTIONALLY ENCLOSED BY '\"' ESCAPED BY '' IGNORE 1 LINES"
    )
    return lambda: Command([*mariadb_command(), "-e", f"{CREATE[table]}; {load}"])


def dvt(side, table):
    words = ["node", os.path.join(BENCH, "dvt.mjs"), "write", ADAPTER[side], reference.NATIVE, table]
    return lambda: Command(words)


def scanner(side, table):
    def job():
        con = scanners.connect(attach=[side])
        con.execute(f"ATTACH '{reference.NATIVE}' AS source (READ_ONLY)")
        con.execute(f"CREATE TABLE {side}.w_{table} AS FROM source.{table}")

    return lambda: job


def _written(side, table):
    def drop():
        ASK[side](f"DROP TABLE IF EXISTS w_{table}")

    def right(_):
        sql = SUMS[table].format(table=f"w_{table}", length=LENGTH[side])
        found = ASK[side](sql).replace("\t", "|").split("|")
        expected = reference.answer(SUMS[table].format(table=table, length="length"))
        return reference.same(reference.comparable([found]), expected) is True

    def figures(_):
        return {"rows": int(float(reference.answer(f"SELECT count(*) FROM {table}")[0][0]))}

    return {"before": drop, "right": right, "figures": figures}, drop


def run():
    reference.ensure()
    _compete("pg", "lineitem", [("psql COPY binary", copy_binary), ("dvt", _dvt("pg")), ("DuckDB scanner", _scanner("pg"))], 3)
    _compete("my", "lineitem", [("LOAD DATA LOCAL csv", load_data), ("dvt", _dvt("my"))], 2)
    _compete("my", "orders", [("LOAD DATA LOCAL csv", load_data), ("dvt", _dvt("my")), ("DuckDB scanner", _scanner("my"))], 1)


def _dvt(side):
    return lambda table: dvt(side, table)


def _scanner(side):
    return lambda table: scanner(side, table)


def _compete(side, table, tools, runs):
    options, drop = _written(side, table)
    work = f"{table} to {'PostgreSQL' if side == 'pg' else 'MariaDB'}"
    compete("write", work, [Contestant(tool, job(table), **options) for tool, job in tools], runs)
    drop()
