import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { hostEnvironment } from '../../conformance/env.ts';
import { startMinistack } from '../../conformance/ministack.ts';
import { startMoto } from '../../conformance/moto.ts';
import { preparePython } from '../../conformance/python.ts';
import { buildCommand } from '../../support/built-command.ts';
import { type Server, startEmbedded } from './embedded.ts';

export interface Contender {
  readonly name: string;
  start(): Promise<Server>;
}

/**
 * The embedded AWS in memory and on disk, moto's server, and MiniStack, as a shell starts them.
 *
 * @param folder for the built package
 */
export async function prepareContenders(
  folder: string,
  printLine: (line: string) => void,
): Promise<Contender[]> {
  const { pythonBin, ministackBin } = await preparePython(printLine);
  printLine('building the package …');
  const command = await buildCommand(folder);
  const env = { PATH: hostEnvironment['PATH'], HOME: folder };
  return [
    { name: 'embedded AWS', start: () => startEmbedded(command, []) },
    { name: 'embedded AWS, --data', start: () => startOnDisk(command) },
    { name: 'moto', start: () => startMoto(path.join(pythonBin, 'moto_server'), env) },
    { name: 'MiniStack', start: () => startMinistack(path.join(ministackBin, 'ministack'), env) },
  ];
}

async function startOnDisk(command: string): Promise<Server> {
  const directory = await mkdtemp(path.join(tmpdir(), 'groundcrew-emulators-'));
  const server = await startEmbedded(command, ['--data', directory]);
  return {
    ...server,
    async stop() {
      await server.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
