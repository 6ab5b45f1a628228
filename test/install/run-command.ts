import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname } from 'node:path';

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Whether to return what failed, too; else it is an error. */
  readonly mayFail?: boolean;
}

/** Runs a command to its end. */
export async function run(file: string, args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const child = spawn(file, args, {
    ...(options.cwd !== undefined && { cwd: options.cwd }),
    env: options.env ?? process.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const [status] = (await once(child, 'close')) as [number | null];
  const code = status ?? 1;
  if (code !== 0 && options.mayFail !== true) {
    throw new Error(`${[file, ...args].join(' ')} ended with ${code}:\n${stdout}${stderr}`);
  }
  return { code, stdout, stderr };
}

/**
 * The environment of a machine where nothing is but the system and one Node: no checkout on the PATH, no npm settings of
 * the script that runs these tests, no AWS.
 *
 * @param node the file of Node
 */
export function plainEnvironment(
  node: string,
  home: string,
  more: Readonly<Record<string, string>> = {},
): NodeJS.ProcessEnv {
  return {
    PATH: [dirname(node), '/usr/local/bin', '/usr/bin', '/bin'].join(':'),
    HOME: home,
    LANG: 'C.UTF-8',
    NO_COLOR: '1',
    AWS_EC2_METADATA_DISABLED: 'true',
    ...more,
  };
}
