import { type CommandContext, createProgress, type OptionSpecs } from '@groundcrew/cli';
import type { CollectedNetwork, MissingAnswer, OwnNetwork } from '@groundcrew/collect/network';
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

/** Asks the account for its networks, with progress on stderr, and what could not be had. */
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
    return { region, ...collected };
  } finally {
    progress.end();
    accounts.close();
  }
}

/** A line for each call that could not be made, whatever it was about. */
export function missingLines(missing: readonly MissingAnswer[]): readonly string[] {
  const reasons = new Map(missing.map(({ permission, reason }) => [permission, reason]));
  const lines = [...reasons].map(([permission, reason]) => `Not collected: ${permission}: ${reason}`);
  const more = lines.length - MAX_LINES;
  return more > 0 ? [...lines.slice(0, MAX_LINES), `and ${more} more`] : lines;
}
