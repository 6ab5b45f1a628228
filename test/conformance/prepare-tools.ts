import path from 'node:path';
import { installCdk } from '@groundcrew/deploy/install-cdk';
import { prepareAsl } from './asl.ts';
import { findAws2 } from './aws2.ts';
import { root } from './env.ts';
import { buildCommand } from '../support/built-command.ts';
import { prepareGo } from './go.ts';
import { prepareJava } from './java.ts';
import type { Prepared } from './prepared.ts';
import { preparePython } from './python.ts';

/** What the tests start. */
export interface Tools {
  /** The script of the command `groundcrew`. */
  readonly command: string;
  /** The folder with `aws`, `sam`, `cfn-lint`, `moto_server` and `python`. */
  readonly pythonBin: string;
  /** The folder with `ministack`. */
  readonly ministackBin: string;
  /** The folder with `rclone`, `s3cmd` and `s5cmd`. */
  readonly commandsBin: Prepared;
  /** Version 2 of the `aws` command. */
  readonly aws2: Prepared;
  /** The path of amazon-ec2-metadata-mock. */
  readonly metadataMock: string;
  /** The path of the client with the SDK for Go. */
  readonly goClient: string;
  /** The folder with the SDK for Java. */
  readonly javaSdk: Prepared;
  /** The folder in which asl-validator is installed. */
  readonly asl: string;
}

/**
 * Installs and builds, with the CDK app, under `.cache/conformance` what is not there yet, at the same time: much of it waits for registries.
 *
 * @throws GroundcrewError `conformance.python.missing`, `conformance.go.failed`, …
 */
export async function prepareTools(printLine: (line: string) => void): Promise<Tools> {
  const [command, python, go, javaSdk, aws2, asl] = await Promise.all([
    buildCommand(path.join(root, '.cache/conformance/groundcrew')),
    preparePython(printLine),
    prepareGo(printLine),
    prepareJava(printLine),
    findAws2(),
    prepareAsl(printLine),
    installCdk(),
  ]);
  return { command, ...python, metadataMock: go.metadataMock, goClient: go.client, javaSdk, aws2, asl };
}
