"""Prints what DuckDB or pandas makes of files, as JSON."""

import json
import sys

import duckdb
import pandas

question = json.loads(sys.argv[1])
if "sql" in question:
    found = duckdb.sql(question["sql"])
    rows = [dict(zip(found.columns, row)) for row in found.fetchall()]
    print(json.dumps(rows, default=str))
else:
    frame = pandas.read_parquet(question["pandas"])
    rows = frame[frame["sweep"] == question["sweep"]]
    kinds = {name: str(kind) for name, kind in frame.dtypes.items()}
    losses = [str(float(value)) for value in rows["validationLoss"].head(4)]
    print(json.dumps({"kinds": kinds, "losses": losses, "rows": len(rows)}))
