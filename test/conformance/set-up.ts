import type { TestProject } from 'vitest/node';
import { prepareMetadataMock } from './go.ts';
import { prepareMinistack, preparePython } from './python.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder with `aws`, `sam`, `cfn-lint` and `moto_server`. */
    readonly pythonBin: string;
    /** The folder with `ministack`. */
    readonly ministackBin: string;
    /** The path of amazon-ec2-metadata-mock. */
    readonly metadataMock: string;
  }
}

/** Creates the Python environment and the metadata mock before the first test, and provides their paths to the tests. */
export default async function setUp(project: TestProject): Promise<void> {
  const printLine = (line: string) => process.stderr.write(`${line}\n`);
  project.provide('pythonBin', await preparePython(printLine));
  project.provide('ministackBin', await prepareMinistack(printLine));
  project.provide('metadataMock', await prepareMetadataMock(printLine));
}
