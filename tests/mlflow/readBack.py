"""Prints what MLflow's own client reads of an experiment, artifacts included, as JSON."""

import hashlib
import json
import math
import pathlib
import sys

import mlflow

url, name = sys.argv[1:]
client = mlflow.MlflowClient(url)


def number(value):
    return value if math.isfinite(value) else str(value)


def artifacts(run, path=None):
    for entry in client.list_artifacts(run, path):
        if entry.is_dir:
            yield from artifacts(run, entry.path)
        else:
            local = client.download_artifacts(run, entry.path)
            yield entry.path, hashlib.sha256(pathlib.Path(local).read_bytes()).hexdigest()


def told(run):
    id = run.info.run_id
    return {
        "name": run.info.run_name,
        "status": run.info.status,
        "start": run.info.start_time,
        "end": run.info.end_time,
        "params": run.data.params,
        "tags": run.data.tags,
        "datasets": [[i.dataset.name, i.dataset.digest] for i in run.inputs.dataset_inputs],
        "metrics": {
            key: [[m.step, number(m.value)] for m in client.get_metric_history(id, key)] for key in run.data.metrics
        },
        "artifacts": dict(artifacts(id)),
        "id": id,
    }


experiment = client.get_experiment_by_name(name)
print(json.dumps([told(run) for run in client.search_runs([experiment.experiment_id], max_results=1000)]))
