import {expect, it} from 'vitest';
import {expandSweep} from './expandSweep.ts';
import {parseExperimentFile} from './experimentFile.ts';

const base = 'dataset: {name: digits}\nmodel: {zoo: lenet}\n';
const known = {criteria: ['taylor'], datasets: ['digits'], zoo: ['lenet']};
const parse = (text: string, overrides: readonly string[] = []) =>
  parseExperimentFile(base + text, 'a/study.yaml', {overrides});

it('names an MLflow server and is no part of what a run is', () => {
  const file = parse('tracking: {mlflow: http://localhost:5000, experiment: mine}');
  expect(file.tracking).toEqual({mlflow: 'http://localhost:5000', experiment: 'mine'});
  expect(expandSweep(file, known)).toEqual(expandSweep(parse(''), known));
});

it('may be given by an override, in place of the address alone', () => {
  const overrides = ['tracking.mlflow=https://example.org/mlflow'];
  expect(parse('', overrides).tracking).toEqual({mlflow: 'https://example.org/mlflow'});
  const both = parse('tracking: {mlflow: http://localhost:5000, experiment: mine}', overrides);
  expect(both.tracking).toEqual({mlflow: 'https://example.org/mlflow', experiment: 'mine'});
});

it('refuses other addresses and keys', () => {
  expect(() => parse('tracking: {mlflow: "sqlite:///mlflow.db"}')).toThrow(
    'a/study.yaml:3:20: Expected tracking.mlflow to be the address of an MLflow server, such as http://localhost:5000, ' +
      'got "sqlite:///mlflow.db" (string).'
  );
  expect(() => parse('tracking: {mlflo: http://localhost:5000}')).toThrow('Did you mean "mlflow"?');
});
