"""Where the servers are, as bench/setup.sh wrote it to WORK/env.sh. Read when asked: a counted run goes through other ports."""

import os
import subprocess

WORK = os.environ.get("BENCH_WORK", "")
DATA = os.environ.get("BENCH_DATA", "")
HERE = os.path.dirname(os.path.abspath(__file__))
BENCH = os.path.dirname(HERE)
ROOT = os.path.dirname(BENCH)
TPCH = os.path.join(BENCH, "tpch")
DVT = ["node", os.path.join(ROOT, "bin", "dvt.cjs")]
DBT = os.environ.get("BENCH_DBT", os.path.join(WORK, "dbt-venv", "bin", "dbt"))

PG_TABLES = ["lineitem", "orders", "customer"]
MYSQL_TABLES = ["part", "supplier", "partsupp", "nation", "region"]

os.environ.setdefault("PGOPTIONS", "-c client_min_messages=warning")


def pg():
    return {
        "host": os.environ.get("PG_HOST", "127.0.0.1"),
        "port": int(os.environ.get("PG_PORT", "55432")),
        "user": os.environ.get("PG_USER", "postgres"),
        "database": os.environ.get("PG_DATABASE", "bench"),
    }


def mysql():
    return {
        "host": os.environ.get("MYSQL_HOST", "127.0.0.1"),
        "port": int(os.environ.get("MYSQL_PORT", "53306")),
        "user": os.environ.get("MYSQL_USER", "bench"),
        "password": os.environ.get("MYSQL_PASSWORD", "bench"),
        "database": os.environ.get("MYSQL_DATABASE", "bench"),
    }


def pg_url():
    return "postgresql://{user}@{host}:{port}/{database}".format(**pg())


def mysql_url():
    return "mysql://{user}:{password}@{host}:{port}/{database}".format(**mysql())


def psql_command():
    return ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", pg_url()]


def mariadb_command():
    to = mysql()
    return [
        "mariadb", "--no-defaults", "--local-infile=1", "--protocol=tcp", "-h", to["host"], "-P", str(to["port"]),
        "-u", to["user"], f"-p{to['password']}", to["database"],
    ]  # fmt: skip


def psql(statement):
    return subprocess.check_output([*psql_command(), "-Atc", statement], text=True).strip()


def mariadb(statement):
    return subprocess.check_output([*mariadb_command(), "-N", "-e", statement], text=True).strip()


def read_query(name):
    with open(os.path.join(TPCH, f"{name}.sql")) as f:
        return f.read().strip().rstrip(";")
