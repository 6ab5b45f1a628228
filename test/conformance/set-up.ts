import type { TestProject } from 'vitest/node';
import { prepareTools, type Tools } from './prepare-tools.ts';

declare module 'vitest' {
  interface ProvidedContext {
    readonly tools: Tools;
  }
}

/** Prepares the tools before the first test, and provides their paths to the tests. */
export default async function setUp(project: TestProject): Promise<void> {
  project.provide('tools', await prepareTools((line) => process.stderr.write(`${line}\n`)));
}
