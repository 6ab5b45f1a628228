import { type CommandContext, createProgress, type OptionSpecs } from '@groundcrew/cli';
import type { CollectedNetwork, MissingAnswer, OwnNetwork } from '@groundcrew/collect/network';
import { GroundcrewError } from '@groundcrew/errors';
import { openAccounts } from '../accounts/open-accounts.ts';

/** Of a command that asks an account. */
export type AskContext = Pick<CommandContext<OptionSpecs>, 'global' | 'io' | 'signal'>;

/** What an account answered, and in which region. */
export interface AskedNetwork extends CollectedNetwork {
  readonly region: string;
}

interface AskOptions {
  /** Default: the current region. */
  readonly region?: string | undefined;
  /** Of a plan: whose network it is. */
  readonly own?: OwnNetwork;
}

/** In seconds, of one call: as other commands that ask accounts. */
const TIMEOUT = 15;
/** Lines about what was not collected; a role without any of the permissions lacks some thirty of them. */
const MAX_LINES = 40;

/** Not a matter of permissions. */
function isFailure({ status }: MissingAnswer): boolean {
  return status === 'failed' || status === 'timed-out';
}

/** Without what it was about, which the permission shows. Most commands that ask have no option for their timeout. */
function causeOf({ status, reason }: MissingAnswer): string {
  if (status === 'timed-out') return 'it did not respond in time; try again';
  return reason.replace(/^could not [^:]+: /, '');
}

/**
 * Asks the account for its networks, with progress on stderr, and what could not be had.
 *
 * @throws GroundcrewError `network.account.unknown`: no call got an answer, all for the same cause; those of `openAccounts`
 */
export async function askNetwork(
  { region: wanted, own }: AskOptions,
  context: AskContext,
): Promise<AskedNetwork> {
  const { io, signal } = context;
  const accounts = await openAccounts({ role: undefined, externalId: undefined, timeout: TIMEOUT }, context, {
    fallbackRegion: wanted,
  });
  const region = wanted ?? accounts.currentRegion;
  // Imported here: saved answers need no SDK.
  const { collectNetwork, createNetworkClients } = await import('@groundcrew/collect/network');
  const clients = createNetworkClients(accounts.connectionTo(undefined, region), {
    now: () => performance.now(),
    sleep: io.sleep,
  });
  accounts.onClose(() => clients.close());
  const progress = createProgress(io, { label: 'Reading', unit: 'answers' });
  try {
    const collected = await collectNetwork(
      { region, ...(own && { own }) },
      {
        clients,
        signal,
        onProgress: ({ done, of }) => progress.update({ done, fraction: of === 0 ? 0 : done / of }),
      },
    );
    const { answers, missing } = collected;
    const causes = new Set(missing.map(causeOf));
    const [cause] = causes;
    // An account that nobody reached is not one without networks.
    if (answers.length === 0 && cause !== undefined && causes.size === 1 && missing.every(isFailure)) {
      throw new GroundcrewError(
        'network.account.unknown',
        `nothing of the networks in ${region} could be read: ${cause}`,
        { fault: 'service' },
      );
    }
    return { region, ...collected };
  } finally {
    progress.end();
    accounts.close();
  }
}

/**
 * A line for each call that may not be made, whatever it was about, and one for all that failed for the same cause.
 *
 * @param hasTimeout whether the command has `--timeout`, which is advised then
 */
export function missingLines(missing: readonly MissingAnswer[], hasTimeout = false): readonly string[] {
  const reasons = new Map<string, Map<string, string>>();
  for (const each of missing) {
    const cause =
      isFailure(each) && !(hasTimeout && each.status === 'timed-out') ? causeOf(each) : each.reason;
    const same = reasons.get(cause) ?? new Map<string, string>();
    const reason = each.status === 'failed' ? each.reason : cause;
    reasons.set(cause, same.set(each.permission, reason));
  }
  const lines = [...reasons].map(([cause, same]) => {
    const [[permission, reason] = ['', cause], ...others] = same;
    if (others.length === 0) return `Not collected: ${permission}: ${reason}`;
    return `Not collected: ${[...same.keys()].join(', ')}: ${cause}`;
  });
  const more = lines.length - MAX_LINES;
  return more > 0 ? [...lines.slice(0, MAX_LINES), `and ${more} more`] : lines;
}
