import { type ExitCode, exitCodes, usageError } from '@groundcrew/cli';
import type { NetworkModel } from '@groundcrew/network/model';
import { type Holds, type Path, pathsOfFile, pathsOfVpc, readPath } from '@groundcrew/network/trace';
import type { AskContext } from './ask-network.ts';
import { chooseVpc } from './choose-vpc.ts';
import { openModel } from './open-model.ts';
import { readNetwork } from './read-network.ts';

/** The options that select paths. */
export const pathOptions = {
  vpc: {
    type: 'text',
    value: 'ID|NAME',
    description: 'the paths that this VPC has now, in place of those of a file',
  },
  path: {
    type: 'text',
    value: 'PATH',
    repeat: true,
    description: "a path, such as 'internet -> www:443' or 'never internet -> db:*'; can be repeated",
  },
} as const;

/** Of a file: where its paths are traced. */
export const liveOption = {
  live: {
    type: 'flag',
    description:
      'trace the paths of a file in the account, in the region of the file, and not in the network that it wants',
  },
} as const;

interface Asked {
  readonly from: string | undefined;
  readonly live: boolean;
}

/**
 * The networks that are asked: with `--live` those of the account in the file's region, without a file in the current one; of
 * saved answers all.
 */
export async function modelOf(
  file: string | undefined,
  { from, live }: Asked,
  context: AskContext,
): Promise<NetworkModel> {
  if (live && from !== undefined) throw usageError('--live and --from cannot both be given');
  if (live && file === undefined)
    throw usageError('--live goes with a file; without one the account is asked');
  const region = live && file !== undefined ? (await readNetwork(file)).file.region : undefined;
  return (await openModel(from, context, region)).model;
}

/** What does not go with a network that is only planned. */
export function refuseOfFile({ vpc, path }: { vpc: string | undefined; path: readonly string[] }): void {
  if (vpc !== undefined || path.length > 0)
    throw usageError('--vpc and --path of a file need --live or --from');
}

/** The paths of a file or of a VPC, and those of the command line. */
export async function choosePaths(
  model: NetworkModel,
  {
    file,
    vpc,
    path,
  }: {
    readonly file: string | undefined;
    readonly vpc: string | undefined;
    readonly path: readonly string[];
  },
): Promise<{ readonly what: string; readonly paths: readonly Path[] }> {
  const given = path.map((text) => readPath(model, text));
  if (file !== undefined) {
    if (vpc !== undefined) throw usageError('a file has its own paths; leave out --vpc');
    const read = await readNetwork(file);
    return { what: read.file.name, paths: [...pathsOfFile(model, read.file), ...given] };
  }
  if (vpc !== undefined) {
    const id = chooseVpc(model, vpc);
    return { what: id, paths: [...pathsOfVpc(model, id), ...given] };
  }
  if (given.length > 0) return { what: 'what was read', paths: given };
  throw usageError('which paths? Name a network file, a VPC (--vpc) or a path (--path)');
}

/** The exit code of the worst path. */
export function exitCodeOf(holds: Holds): ExitCode {
  const codes = {
    yes: exitCodes.done,
    'in-part': exitCodes.partial,
    no: exitCodes.no,
    unknown: exitCodes.unknown,
  } as const;
  return codes[holds];
}
