import {expect, it} from 'vitest';
import {mlflowServer} from './server.ts';

it('reads an address, and keeps passwords out of it', () => {
  expect(mlflowServer('http://localhost:5000/', {})).toEqual({url: 'http://localhost:5000', authorization: undefined});
  const given = mlflowServer('https://me:p%40ss@example.org/mlflow/', {});
  expect(given).toEqual({url: 'https://example.org/mlflow', authorization: `Basic ${btoa('me:p@ss')}`});
});

it('takes user and password, or a token, from the environment', () => {
  const env = {MLFLOW_TRACKING_USERNAME: 'ada', MLFLOW_TRACKING_PASSWORD: 'pw', MLFLOW_TRACKING_TOKEN: 'tok\n'};
  expect(mlflowServer('http://h', env).authorization).toBe(`Basic ${btoa('ada:pw')}`);
  expect(mlflowServer('http://h', {MLFLOW_TRACKING_TOKEN: 'tok\n'}).authorization).toBe('Bearer tok');
});

it('refuses what is no address of a server', () => {
  expect(() => mlflowServer('sqlite:///my.db', {})).toThrow(
    'Expected the address of an MLflow server, such as http://localhost:5000, got "sqlite:///my.db" (string). ' +
      'Start one with: mlflow server --backend-store-uri sqlite:///my.db'
  );
  for (const uri of ['', 'localhost:5000', './mlruns', 'http://', 'databricks']) {
    expect(() => mlflowServer(uri, {})).toThrow('Expected the address of an MLflow server');
  }
});
