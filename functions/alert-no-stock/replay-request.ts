import { GroundcrewError } from '@groundcrew/errors';
import type { ReplayRequest } from '@groundcrew/inventory/alerts';

/**
 * Reads the request for a replay in an event; `undefined`: it is an event of the stream.
 *
 * @throws GroundcrewError `inventory.alerts.not-an-event`
 */
export function readReplayRequest(request: unknown): ReplayRequest | undefined {
  if (request === undefined) return undefined;
  const { dryRun } = (request ?? {}) as { dryRun?: unknown };
  if (typeof dryRun === 'boolean') return { dryRun };
  throw new GroundcrewError(
    'inventory.alerts.not-an-event',
    `the event's "replay" is ${JSON.stringify(request)}; it has to be {"dryRun":true} or {"dryRun":false}`,
  );
}
