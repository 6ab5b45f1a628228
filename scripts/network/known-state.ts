import { usageError } from '@groundcrew/cli';
import { GroundcrewError, isGroundcrewError } from '@groundcrew/errors';
import { readNetworkState } from '@groundcrew/network/account-state';
import { NETWORK_TAG } from '@groundcrew/network/addresses';
import { emptyState, type NetworkState, readState, vpcOf } from '@groundcrew/network/desired';
import type { NetworkFile } from '@groundcrew/network/file';
import { type NetworkAnswer, parseSaved } from '@groundcrew/network/saved';
import { readText } from '../tags/files.ts';
import { type AskContext, askNetwork, missingLines } from './ask-network.ts';
import { readFrom } from './read-network.ts';
import { isFile, readFolder } from './saved-folder.ts';
import { readSnapshotAnswers, type SnapshotNetworks } from './snapshot-answers.ts';

/** The options that determine what a plan is compared with; without any, the account is asked. */
export const knownOptions = {
  from: {
    type: 'text',
    value: 'PATH',
    description:
      'in place of the account: a snapshot of account collect --networks (one without networks has other VPCs, for a network that ' +
      'is not there yet), or a folder of saved answers (network show --how-to-save)',
  },
  state: {
    type: 'text',
    value: 'FILE',
    description: 'a saved state of the network, in place of the account',
  },
  new: { type: 'flag', description: 'plan a network that does not exist yet, without calls to AWS' },
} as const;

/** What a plan is compared with. */
export interface KnownState {
  readonly state: NetworkState;
  /** For the report: where it is from, and what stays. */
  readonly notes: readonly string[];
}

interface KnownOptions {
  readonly from: string | undefined;
  readonly state: string | undefined;
  readonly new: boolean;
}

/**
 * What there is of a network: in the account, in saved answers, in a snapshot, or in a saved state.
 *
 * @throws GroundcrewError `network.account.unknown`, `network.account.ambiguous`, `network.snapshot.unknown`: see
 * `isUnknown`; `network.saved.*`, `network.state.invalid`; those of `openAccounts`
 */
export async function readKnown(
  file: NetworkFile,
  { from, state, new: isNew }: KnownOptions,
  context: AskContext,
): Promise<KnownState> {
  const given = [from !== undefined && '--from', state !== undefined && '--state', isNew && '--new'].filter(
    (each) => each !== false,
  );
  if (given.length > 1) throw usageError(`${given.join(' and ')} cannot both be given`);
  if (isNew) {
    return {
      state: emptyState,
      notes: ['What exists was not looked at: this is the plan of a network that is not there.'],
    };
  }
  if (state !== undefined) {
    return withRules(await readStateFile(state, file), `Compared with the state of ${state}.`);
  }
  if (from === undefined) return await readAccount(file, context);
  if (!(await isFile(from))) {
    const answers = (await readFolder(from)).map(parseSaved);
    return known(answers, file, `Compared with the answers saved in ${from}.`);
  }
  return await readSnapshot(from, file);
}

async function readStateFile(path: string, file: NetworkFile): Promise<NetworkState> {
  const state = readState(await readText('state', path, 'network'), path, file.region);
  if (state.items.size === 0 || vpcOf(state)) return state;
  throw new GroundcrewError(
    'network.account.unknown',
    'the state has resources of a network, but not its VPC, so what exists is unknown.',
    { details: { state: path } },
  );
}

/** With networks (`account collect --networks`) what there is; without, the other VPCs, if the network is not there. */
async function readSnapshot(path: string, file: NetworkFile): Promise<KnownState> {
  const networks = await networksOf(path);
  if (networks) {
    const { takenAt, places } = networks;
    const answers = places.filter(({ region }) => region === file.region).flatMap((place) => place.answers);
    return known(answers, file, `Compared with the snapshot of ${takenAt}.`);
  }
  const { surroundings, takenAt } = await readFrom(file, path);
  const { vpc, others = [] } = surroundings;
  if (vpc) {
    throw new GroundcrewError(
      'network.snapshot.unknown',
      `${vpc.id} is there, and the snapshot does not have its routes, gateways and rules, so what differs is not known; collect it with --networks, or leave out --from to ask the account`,
    );
  }
  const state = { ...emptyState, others };
  return { state, notes: [`Compared with the snapshot of ${takenAt}.`, ...zoneNotes(state)] };
}

async function networksOf(path: string): Promise<SnapshotNetworks | undefined> {
  try {
    return await readSnapshotAnswers(path);
  } catch (thrown) {
    if (isGroundcrewError(thrown, 'network.snapshot.unknown')) return undefined;
    throw thrown;
  }
}

const unknownErrors: ReadonlySet<string> = new Set([
  'network.account.ambiguous',
  'network.account.unknown',
  'network.snapshot.unknown',
]);

/** Whether an error means that it is not known what is there: exit code 6. */
export function isUnknown(thrown: unknown): thrown is GroundcrewError {
  return isGroundcrewError(thrown) && unknownErrors.has(thrown.code);
}

async function readAccount(file: NetworkFile, context: AskContext): Promise<KnownState> {
  const own = {
    tag: { key: NETWORK_TAG, value: file.name },
    hostedZones: [
      ...new Set([...file.loadBalancers.values()].flatMap(({ record }) => record?.hostedZone ?? [])),
    ],
  };
  const { answers, missing } = await askNetwork({ region: file.region, own }, context);
  for (const line of missingLines(missing)) context.io.stderr.write(`${line}\n`);
  return known(answers, file, `Compared with the account, in ${file.region}.`);
}

function known(answers: readonly NetworkAnswer[], file: NetworkFile, note: string): KnownState {
  return withRules(readNetworkState(answers, file), note);
}

function withRules(state: NetworkState, note: string): KnownState {
  const rules = (state.strangeRules ?? []).map(
    (rule) => `The rule ${rule} does not belong to the network: it stays, and lets its traffic in.`,
  );
  return { state, notes: [note, ...zoneNotes(state), ...rules, ...tagNotes(state)] };
}

function zoneNotes({ zones }: NetworkState): readonly string[] {
  if (zones) return [];
  return [
    'Whether the region has the zones of the file is unknown: the answers that it was compared with have no ec2 describe-availability-zones.',
  ];
}

/** As many keys as a line can have. */
const MAX_TAGS = 20;

function tagNotes({ strangeTags = {} }: NetworkState): readonly string[] {
  const tags = Object.entries(strangeTags).toSorted(([a], [b]) => (a < b ? -1 : 1));
  if (tags.length === 0) return [];
  const shown = tags.slice(0, MAX_TAGS).map(([key, count]) => `${key} (${count})`);
  const names = [...shown, ...(tags.length > MAX_TAGS ? ['…'] : [])].join(', ');
  return [`Tags that the file does not have stay on resources of the network: ${names}.`];
}
