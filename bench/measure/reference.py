"""What is right: DuckDB over complete local tables, loaded from the same files as the servers."""

import os
from environment import DATA, MYSQL_TABLES, PG_TABLES, WORK, read_query
from process import once
import scanners

NATIVE = os.path.join(WORK, f"native-sf{os.environ.get('BENCH_SF', '1')}.duckdb")

# Of any copy of lineitem; sums over numbers, dates and texts of every row. ADBC gives decimals as text.
CHECKSUM = (
    "SELECT count(*), sum(l_orderkey), sum(l_partkey), sum(CAST(l_extendedprice AS DECIMAL(15,2))), sum(CAST(l_tax AS DECIMAL(15,2))),"
    " min(l_shipdate), max(l_receiptdate), sum({length}(l_comment)) FROM {table}"
)


def ensure():
    """Builds the file once, with the column types that the servers declare."""
    if not os.path.exists(NATIVE):
        once(_build)


def _build():
    import duckdb

    types = scanners.connect()
    con = duckdb.connect(NATIVE)
    for side, tables in (("pg", PG_TABLES), ("my", MYSQL_TABLES)):
        for table in tables:
            described = types.execute(f"DESCRIBE {side}.{table}").fetchall()
            con.execute(f"CREATE TABLE {table} ({', '.join(f'{row[0]} {row[1]}' for row in described)})")
            con.execute(f"COPY {table} FROM '{DATA}/{table}.csv' (HEADER)")
    con.close()


def checksum(table="lineitem", length="length"):
    return CHECKSUM.format(table=table, length=length)


def comparable(rows):
    """Rows as text: numbers at six digits, so that engines compare."""
    return [[_cell(value) for value in row] for row in rows]


def _cell(value):
    try:
        return f"{float(value):.6g}"
    except (TypeError, ValueError):
        return str(value)


def same(rows, expected):
    """True, False, or "padded": alike but for spaces at the end of char(n)."""
    if rows == expected:
        return True
    trimmed = [[[v.rstrip() for v in row] for row in side] for side in (rows, expected)]
    return "padded" if trimmed[0] == trimmed[1] else False


_answers = {}


def answer(query):
    """The rows of a query of bench/tpch, or of SQL over the tables, from the local tables."""
    if query not in _answers:
        ensure()
        sql = read_query(query) if " " not in query else query
        _answers[query] = once(lambda: comparable(_native(sql))).value
    return _answers[query]


def _native(sql):
    import duckdb

    with duckdb.connect(NATIVE, read_only=True) as con:
        return con.execute(sql).fetchall()
