import {ConfigError} from '../../schema/ConfigError.ts';
import {show} from '../../text/show.ts';

/** Where an MLflow server is, and who asks. */
export interface MlflowServer {
  /** Without a slash at the end, and without a password. */
  readonly url: string;
  /** Value of the header of that name. */
  readonly authorization?: string;
  /** Milliseconds that an answer may take, beside a second for every half mebibyte sent; 20,000 unless given. */
  readonly patience?: number;
  /** A connection for each request: one that was kept may be gone unseen while this process computed. */
  readonly anew?: boolean;
}

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Parses the address of an MLflow server. User and password, or a token, are those of `MLFLOW_TRACKING_USERNAME` and
 * `MLFLOW_TRACKING_PASSWORD`, or `MLFLOW_TRACKING_TOKEN`, or of the address itself. Throws a ConfigError.
 */
export function mlflowServer(uri: string, env: Variables = process.env): MlflowServer {
  const url = parseUrl(uri);
  const named = {user: decodeURIComponent(url.username), password: decodeURIComponent(url.password)};
  url.username = url.password = url.search = url.hash = '';
  return {url: url.href.replace(/\/+$/, ''), authorization: authorization(named, env)};
}

function parseUrl(uri: string): URL {
  if (!/^https?:\/\//i.test(uri) || !URL.canParse(uri)) {
    const store = /^(sqlite|postgresql|mysql|mssql|file):/i.test(uri) ? uri : 'sqlite:///mlflow.db';
    throw new ConfigError(
      `Expected the address of an MLflow server, such as http://localhost:5000, got ${show(uri)}. ` +
        `Start one with: mlflow server --backend-store-uri ${store}`
    );
  }
  return new URL(uri);
}

function authorization(named: {readonly user: string; readonly password: string}, env: Variables): string | undefined {
  const user = env['MLFLOW_TRACKING_USERNAME'] ?? named.user;
  const password = env['MLFLOW_TRACKING_PASSWORD'] ?? named.password;
  if (user && password) return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  const token = env['MLFLOW_TRACKING_TOKEN']?.trim();
  return token ? `Bearer ${token}` : undefined;
}
