import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { toolEnvironment } from './env.ts';

/** The scripts that are started often, and of each the modules that take long to load. */
const modulesOf = {
  aws: ['awscli.clidriver', 'awscli.handlers'],
  'cfn-lint': ['cfnlint.runner'],
  moto_server: ['moto.server', 'moto.ec2.urls'],
  sam: [
    ...['samcli.cli.main', 'samcli.commands.deploy.command', 'samcli.commands.validate.validate'],
    ...['samcli.lib.translate.sam_template_validator', 'samtranslator.translator.translator'],
    ...['cfnlint.api', 'cfnlint.runner'],
  ],
};

const server = fileURLToPath(new URL('fork_server.py', import.meta.url));
const client = fileURLToPath(new URL('fork_client.py', import.meta.url));

export interface ForkServers {
  /** The folder with `aws`, `cfn-lint`, `moto_server` and `sam`. */
  readonly bin: string;
  stop(): Promise<void>;
}

/**
 * Starts a server for each script, which loads its modules when the script is started first; later it takes no time to load them (see
 * fork_server.py). It works on Linux alone; elsewhere the folder is that of the scripts themselves.
 */
export async function startForkServers(pythonBin: string): Promise<ForkServers> {
  if (process.platform !== 'linux') return { bin: pythonBin, stop: async () => {} };
  const bin = await mkdtemp(path.join(os.tmpdir(), 'groundcrew-bin-'));
  const servers = await Promise.all(
    Object.entries(modulesOf).map(([name, modules]) => startForkServer({ name, modules, pythonBin, bin })),
  );
  return {
    bin,
    async stop() {
      await Promise.all(servers.map(stopServer));
      await rm(bin, { recursive: true });
    },
  };
}

interface Script {
  readonly name: string;
  readonly modules: readonly string[];
  readonly pythonBin: string;
  /** For the socket, and the command that connects to it. */
  readonly bin: string;
}

async function startForkServer({ name, modules, pythonBin, bin }: Script): Promise<ChildProcess> {
  const python = path.join(pythonBin, 'python');
  const socket = path.join(bin, `${name}.socket`);
  const child = spawn(python, [server, socket, path.join(pythonBin, name), ...modules], {
    env: toolEnvironment('/'),
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  // It is ready when it has printed a line.
  await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'close').then(() => Promise.reject(new Error(`the fork server of ${name} did not start`))),
  ]);
  const command = path.join(bin, name);
  await writeFile(command, `#!/bin/sh\nexec "${python}" -IS "${client}" "${socket}" "$@"\n`);
  await chmod(command, 0o755);
  return child;
}

/** A server ends with its input. */
async function stopServer(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const closed = once(child, 'close');
  child.stdin?.end();
  await closed;
}
