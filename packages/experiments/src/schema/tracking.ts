import {z} from 'zod';
import {ConfigError} from './ConfigError.ts';
import {mlflowServer} from '../exports/mlflow/server.ts';
import {word} from './fields.ts';

/** Where a sweep is followed while it works. It changes no number, and is no part of a run's key. */
export const trackingSchema = z
  .strictObject({
    mlflow: word('the address of an MLflow server').refine(isAddress, {
      error: 'the address of an MLflow server, such as http://localhost:5000'
    }),
    experiment: word('the name of an experiment of MLflow').optional()
  })
  .readonly();

export type Tracking = z.output<typeof trackingSchema>;

function isAddress(uri: string): boolean {
  try {
    mlflowServer(uri, {});
    return true;
  } catch (error) {
    if (error instanceof ConfigError) return false;
    throw error;
  }
}
