import {Option} from 'commander';

/** What the option below gives. */
export interface MlflowFlag {
  readonly mlflow?: string;
}

export const mlflowOption = () => new Option('--mlflow <url>', 'follow the runs to this MLflow server while they work');

/** The same as an override of an experiment file. */
export function mlflowOverrides({mlflow}: MlflowFlag): readonly string[] {
  return mlflow === undefined ? [] : [`tracking.mlflow=${JSON.stringify(mlflow)}`];
}
