import type { TestProject } from 'vitest/node';
import { prepareMetadataMock } from './go.ts';
import { preparePython } from './python.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder with `aws`, `sam`, `cfn-lint` and `moto_server`. */
    readonly pythonBin: string;
    /** The file of amazon-ec2-metadata-mock. */
    readonly metadataMock: string;
  }
}

/** Makes the Python environment and the metadata mock before the first test, and tells the tests where they are. */
export default async function setUp(project: TestProject): Promise<void> {
  const printLine = (line: string) => process.stderr.write(`${line}\n`);
  project.provide('pythonBin', await preparePython(printLine));
  project.provide('metadataMock', await prepareMetadataMock(printLine));
}
