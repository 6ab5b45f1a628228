import type { Message, PublishResult } from '@groundcrew/aws/sns';
import type { GroundcrewError } from '@groundcrew/errors';
import type { PlannedMessage } from './plan-messages.ts';

/** The outcome of planned messages. */
export interface PublishOutcome {
  readonly sent: readonly PlannedMessage[];
  /** With the error of the message itself, or of the earlier one that it had to wait for. */
  readonly failed: ReadonlyMap<PlannedMessage, GroundcrewError>;
}

/**
 * Publishes messages so that the alerts of a shelf are sent in order: no two of one shelf in the same round, and
 * none
 * once an earlier one of its shelf has failed.
 */
export async function publishInOrder(
  messages: readonly PlannedMessage[],
  publish: (messages: readonly Message[]) => Promise<readonly PublishResult[]>,
): Promise<PublishOutcome> {
  const sent: PlannedMessage[] = [];
  const failed = new Map<PlannedMessage, GroundcrewError>();
  const failedShelves = new Map<string, GroundcrewError>();
  let pending = messages;
  while (pending.length > 0) {
    const round: PlannedMessage[] = [];
    const nextRound: PlannedMessage[] = [];
    const shelvesInRound = new Set<string>();
    for (const planned of pending) {
      const shelves = planned.alerts.map(({ shelf }) => shelf);
      const failedShelf = shelves.find((shelf) => failedShelves.has(shelf));
      if (failedShelf !== undefined) fail(planned, failedShelves.get(failedShelf)!);
      else if (shelves.some((shelf) => shelvesInRound.has(shelf))) nextRound.push(planned);
      else round.push(planned);
      for (const shelf of shelves) shelvesInRound.add(shelf);
    }
    const results = round.length === 0 ? [] : await publish(round.map(({ message }) => message));
    for (const [index, planned] of round.entries()) {
      const result = results[index]!;
      if (result.published) sent.push(planned);
      else fail(planned, result.error);
    }
    pending = nextRound;
  }
  return { sent, failed };

  function fail(planned: PlannedMessage, error: GroundcrewError): void {
    failed.set(planned, error);
    for (const { shelf } of planned.alerts) failedShelves.set(shelf, error);
  }
}
