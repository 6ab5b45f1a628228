import type { TestProject } from 'vitest/node';
import { preparePython } from './python.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder with `aws`, `sam`, `cfn-lint` and `moto_server`. */
    readonly pythonBin: string;
  }
}

/** Makes the Python environment before the first test, and tells the tests where it is. */
export default async function setUp(project: TestProject): Promise<void> {
  project.provide('pythonBin', await preparePython((line) => process.stderr.write(`${line}\n`)));
}
