import {spawn} from 'node:child_process';

/** Runs a program to its end. Rejects with the last lines that it said when it fails. */
export function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {env, stdio: ['ignore', 'pipe', 'pipe']});
    const said: string[] = [];
    child.stdout.setEncoding('utf8').on('data', (text: string) => said.push(text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => said.push(text));
    child.once('error', reject);
    child.once('close', code => {
      const text = said.join('');
      if (code === 0) resolve(text);
      else reject(new Error(text.trim().split('\n').slice(-3).join(' ') || `${program} ended with code ${code}`));
    });
  });
}
