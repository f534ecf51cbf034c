"""One federated run over growing data, under `memory_limit: 1GB`: python bench/measure/scale.py [--prepare] [SF...]

Three models in one `dvt run`: every column of lineitem (PostgreSQL) aggregated, a grouping of it, and a join with part
(MariaDB) that publishes a row for each part. `pushdown: filters`, so that all rows of lineitem are fetched and staged.
The data stays on the servers, in databases of its own, for the next time.
"""

import os
import shutil
import subprocess
import sys
import time

# Sixty million rows may take longer than other pieces do.
os.environ.setdefault("TIMEOUT", "1800")

import project
import results
from compete import Contestant, compete
from environment import DVT, TPCH, WORK, mariadb_command, mysql, pg, psql_command
from process import Command

DEFAULT = ["0.1", "1", "10"]
TPCHGEN = os.path.join(os.path.dirname(sys.executable), "tpchgen-cli")
MEMORY_LIMIT = "1GB"
PROJECT = f"name: scale\nprofile: out\npushdown: filters\ncompute: {{duckdb: {{memory_limit: {MEMORY_LIMIT}}}}}\n"
SOURCES = "sources:\n  - {name: pg, profile: pg, tables: [{name: lineitem}]}\n  - {name: my, profile: my, tables: [{name: part}]}\n"
COLUMNS = (
    "l_orderkey l_partkey l_suppkey l_linenumber l_quantity l_extendedprice l_discount l_tax l_returnflag l_linestatus"
    " l_shipdate l_commitdate l_receiptdate l_shipinstruct l_shipmode l_comment"
).split()
LINEITEM = "{{ source('pg', 'lineitem') }}"
MODELS = {
    "every_column": f"select count(*) as lines, {', '.join(f'max({c}) as {c}' for c in COLUMNS)} from {LINEITEM}\n",
    "by_shipping": "select l_shipmode, l_shipinstruct, l_returnflag, count(*) as lines, sum(l_quantity) as quantity,\n"
    f"  avg(l_discount) as discount from {LINEITEM} group by all\n",
    "by_part": "select p_partkey, p_brand, p_type, count(l_partkey) as lines, max(l_shipdate) as last_shipped,\n"
    "  sum(l_extendedprice * (1 - l_discount)) as revenue\n"
    f"from {{{{ source('my', 'part') }}}} left join {LINEITEM} on l_partkey = p_partkey group by all\n",
}


def database(sf):
    return f"bench_scale_{sf.replace('.', '_')}"


def _psql(sf, *statements):
    words = psql_command()
    words[-1] = words[-1].rsplit("/", 1)[0] + f"/{database(sf)}"
    commands = [word for statement in statements for word in ("-c", statement)]
    return [*words, "-At", *commands]


def _mariadb(sf):
    return [*mariadb_command()[:-1], "-N", database(sf)]


def _ask(words, text=None):
    return subprocess.run(words, input=text, check=True, capture_output=True, text=True).stdout.strip()


def prepare(sf):
    """Loads lineitem and part, if they are not there: lineitem is streamed, so that no file of it is needed."""
    databases = _ask([*psql_command(), "-Atc", "SELECT datname FROM pg_database"]).split("\n")
    if database(sf) not in databases:
        _ask([*psql_command(), "-c", f"CREATE DATABASE {database(sf)}"])
    _ask([*mariadb_command()[:-1], "-e", f"CREATE DATABASE IF NOT EXISTS {database(sf)}"])
    if _ask(_psql(sf, "SELECT coalesce(pg_relation_size(to_regclass('lineitem')), 0)")) in ("", "0"):
        _load_lineitem(sf)
    if _ask(_mariadb(sf), "SHOW TABLES LIKE 'part'") == "" or _ask(_mariadb(sf), "SELECT count(*) FROM part") == "0":
        _load_part(sf)


def _schema(file, table):
    with open(os.path.join(TPCH, file)) as f:
        text = f.read()
    start = text.index(f"CREATE TABLE {table} ")
    return text[start : text.index(";", start)]


def _load_lineitem(sf):
    began = time.monotonic()
    create = _schema("schema-postgres.sql", "lineitem").replace("CREATE TABLE", "CREATE UNLOGGED TABLE")
    copy = "COPY lineitem FROM STDIN (FORMAT csv, HEADER, FREEZE)"
    statements = ["BEGIN", "DROP TABLE IF EXISTS lineitem", create, copy, "COMMIT"]
    generator = subprocess.Popen([TPCHGEN, "csv", "-s", sf, "-T", "lineitem", "--stdout"], stdout=subprocess.PIPE)
    subprocess.run(_psql(sf, *statements), stdin=generator.stdout, check=True)
    if generator.wait() != 0:
        raise RuntimeError("tpchgen-cli failed")
    _ask(_psql(sf, "VACUUM ANALYZE lineitem"))
    print(f"SF {sf}: lineitem loaded in {time.monotonic() - began:.0f} s", flush=True)


def _load_part(sf):
    folder = os.path.join(WORK, f"scale-data-{sf}")
    subprocess.run([TPCHGEN, "csv", "-s", sf, "-T", "part", "--output-dir", folder, "--overwrite"], check=True)
    load = (
        f"LOAD DATA LOCAL INFILE '{folder}/part.csv' INTO TABLE part CHARACTER SET utf8mb4"
        " FIELDS TERMINATED BY ',' OPTIONALLY ENCLOSED BY '\"' ESCAPED BY '' IGNORE 1 LINES; ANALYZE TABLE part"
    )
    _ask(_mariadb(sf), f"DROP TABLE IF EXISTS part; {_schema('schema-mariadb.sql', 'part')}; {load}")
    shutil.rmtree(folder)


def _make(sf):
    folder = os.path.join(WORK, f"scale-{sf}")
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(os.path.join(folder, "models"))
    to_pg = "adapter: postgres, host: {host}, port: {port}, user: {user}, password: '', sslmode: disable".format(**pg())
    to_my = "adapter: mysql, host: {host}, port: {port}, user: {user}, password: {password}, ssl_mode: DISABLED".format(**mysql())
    profiles = (
        f"out: {{{to_pg}, database: {database(sf)}, schema: published, threads: 4}}\n"
        f"pg: {{{to_pg}, database: {database(sf)}, schema: public}}\nmy: {{{to_my}, database: {database(sf)}}}\n"
    )
    files = {"dvt_project.yml": PROJECT, "profiles.yml": profiles, "models/sources.yml": SOURCES}
    files.update({f"models/{name}.sql": sql for name, sql in MODELS.items()})
    for path, text in files.items():
        with open(os.path.join(folder, path), "w") as f:
            f.write(text)
    return folder


def measure(sf):
    prepare(sf)
    folder = _make(sf)
    # The server itself says what the result has to add up to.
    sums = "count(*), sum(l_extendedprice * (1 - l_discount)), max(l_comment)"
    expected = _ask(_psql(sf, "SET max_parallel_workers_per_gather = 2", f"SELECT {sums} FROM lineitem")).split("|")
    parts = _ask(_mariadb(sf), "SELECT count(*) FROM part")

    def right(_):
        if project.last_run(folder)[1]:
            return False
        by_part = _ask(_psql(sf, "SELECT count(*), sum(lines), sum(revenue) FROM published.by_part")).split("|")
        every = _ask(_psql(sf, "SELECT lines, l_comment FROM published.every_column")).split("|")
        lines = _ask(_psql(sf, "SELECT sum(lines) FROM published.by_shipping"))
        return by_part == [parts, expected[0], expected[1]] and every == [expected[0], expected[2]] and lines == expected[0]

    one = Contestant(
        "dvt run",
        lambda: Command([*DVT, "run"], folder=folder),
        before=lambda: _ask(_psql(sf, "DROP SCHEMA IF EXISTS published CASCADE")),
        right=right,
        figures=lambda _: {"rows": project.last_run(folder)[0], "lineitem_rows": int(expected[0])},
    )
    compete("scale", f"SF {sf}", [one], runs=1 if float(sf) > 1 else 3)


def main():
    words = sys.argv[1:]
    scales = [word for word in words if not word.startswith("--")] or DEFAULT
    if "--prepare" in words:
        for sf in scales:
            prepare(sf)
        return
    results.write_sitting(["scale"])
    began = time.monotonic()
    for sf in scales:
        measure(sf)
    results.write_end(time.monotonic() - began)


main()
