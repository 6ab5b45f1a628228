import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type CommandResult, runCommand } from './command.ts';
import { tool, toolEnvironment } from './tools.ts';

export interface AwsOptions {
  /** The whole environment of the command; its `HOME` is the folder that it runs in. */
  readonly env: NodeJS.ProcessEnv;
}

type Outcome = CommandResult & { readonly id: number };

/** One for each worker of vitest; ends with it. */
let server: ReturnType<typeof startServer> | undefined;

/**
 * Runs the `aws` command to its end; on Linux in a process that has its modules loaded already, which takes less time than its start
 * (see aws_server.py).
 */
export function runAws(args: readonly string[], { env }: AwsOptions): Promise<CommandResult> {
  if (process.platform !== 'linux') return runCommand(tool('aws'), args, { env, cwd: env['HOME'] ?? '/' });
  server ??= startServer();
  return server(args, { env });
}

/** Runs an `aws` command that has to succeed; returns its output. */
export async function outputOfAws(args: readonly string[], options: AwsOptions): Promise<string> {
  const { code, stdout, stderr } = await runAws(args, options);
  if (code !== 0) throw new Error(`aws ${args.join(' ')} ended with ${code}:\n${stdout}${stderr}`);
  return stdout;
}

function startServer() {
  const script = fileURLToPath(new URL('aws_server.py', import.meta.url));
  const child = spawn(tool('python'), [script], {
    env: toolEnvironment('/proc/self/cwd'),
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  // It does not keep the worker from ending: the worker has what keeps it alive while a test waits.
  for (const one of [child, child.stdin, child.stdout]) (one as { unref?(): void }).unref?.();
  const waiting = new Map<number, PromiseWithResolvers<CommandResult>>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    const { id, ...result } = JSON.parse(line) as Outcome;
    waiting.get(id)?.resolve(result);
    waiting.delete(id);
  });
  const end = (error: Error) => {
    for (const one of waiting.values()) one.reject(error);
    waiting.clear();
    server = undefined;
  };
  child.on('error', end);
  child.on('close', (code) => end(new Error(`aws_server.py ended with ${code}`)));
  child.stdin.on('error', end);
  let last = 0;
  return (args: readonly string[], { env }: AwsOptions): Promise<CommandResult> => {
    const id = (last += 1);
    const outcome = Promise.withResolvers<CommandResult>();
    waiting.set(id, outcome);
    child.stdin.write(`${JSON.stringify({ id, args, env })}\n`);
    return outcome.promise;
  };
}
