import type { TestProject } from 'vitest/node';
import { startForkServers } from './fork-servers.ts';
import { prepareTools, type Tools } from './prepare-tools.ts';

declare module 'vitest' {
  interface ProvidedContext {
    readonly tools: Tools;
    /** The folder of the commands that fork servers run. */
    readonly forkingBin: string;
  }
}

/** Prepares the tools before the first test, and provides their paths to the tests. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const tools = await prepareTools((line) => process.stderr.write(`${line}\n`));
  const servers = await startForkServers(tools.pythonBin);
  project.provide('tools', tools);
  project.provide('forkingBin', servers.bin);
  return () => servers.stop();
}
