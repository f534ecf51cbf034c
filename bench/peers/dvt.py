"""dvt's own extraction and write-back, each as a whole process, like the peers'."""

import os
from bench import main, mariadb, measure, psql
from queries import NATIVE, ensure_native

SCRIPT = os.path.join(os.path.dirname(__file__), "..", "dvt.mjs")
COUNT = {"postgres": lambda t: int(psql(f"SELECT count(*) FROM {t}")), "mysql": lambda t: int(mariadb(f"SELECT count(*) FROM {t}"))}
SIDE = {"postgres": "pg", "mysql": "my"}
DROP = {"postgres": psql, "mysql": mariadb}


def extract(kind, table):
    rows = COUNT[kind](table)
    measure("dvt", f"extract {table} {SIDE[kind]}", ["node", SCRIPT, "extract", kind, table, "256MB"], rows)


def write(kind, table):
    ensure_native()
    rows = COUNT["postgres"](table)

    def drop():
        DROP[kind](f"DROP TABLE IF EXISTS w_{table}")

    measure("dvt", f"write {table} {SIDE[kind]}", ["node", SCRIPT, "write", kind, NATIVE, table], rows, before=drop)
    drop()


main(
    {
        "pg_extract": lambda: extract("postgres", "lineitem"),
        "my_extract": lambda: extract("mysql", "lineitem_copy"),
        "pg_write": lambda: write("postgres", "lineitem"),
        "my_write": lambda: write("mysql", "lineitem"),
    }
)
