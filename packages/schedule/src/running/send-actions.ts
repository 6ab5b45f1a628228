import { isFatalChange, isRetryableChange } from '@groundcrew/aws-core';
import { isGroundcrewError, messageOf } from '@groundcrew/errors';
import type { ActionKind } from '../deciding/index.ts';
import { callKey, callSize, type Power } from '../power/index.ts';
import type { ScheduledResource } from '../resources/scheduled-resource.ts';

export interface Action {
  readonly resource: ScheduledResource;
  readonly kind: ActionKind;
}

export interface ActionFailure {
  readonly action: Action;
  /** As the service names it. */
  readonly name: string;
  readonly message: string;
}

export interface SentActions {
  readonly sent: readonly Action[];
  readonly failed: readonly ActionFailure[];
  /** Throttled, or the service did not answer: left for the next run, which is not a failure of a resource. */
  readonly postponed: readonly ActionFailure[];
  readonly calls: number;
}

/**
 * Sends actions in the fewest calls. One that is refused as a whole is split down to the culprit, so that no resource keeps
 * another from being started.
 *
 * @throws what makes every further call fail too: expired credentials
 */
export async function sendActions(actions: readonly Action[], power: Power): Promise<SentActions> {
  const sent: Action[] = [];
  const failed: ActionFailure[] = [];
  const postponed: ActionFailure[] = [];
  let calls = 0;

  async function send(batch: readonly Action[]): Promise<void> {
    const [{ kind }] = batch as [Action];
    calls += 1;
    try {
      await power.act(
        kind,
        batch.map(({ resource }) => resource),
      );
      sent.push(...batch);
    } catch (error) {
      if (isFatalChange(error)) throw error;
      const name = nameOf(error);
      if (isRetryableChange(error) && !/^Insufficient/.test(name)) {
        postponed.push(...batch.map((action) => ({ action, name, message: messageOf(error) })));
      } else if (batch.length === 1) {
        failed.push({ action: batch[0]!, name, message: messageOf(error) });
      } else {
        const middle = Math.ceil(batch.length / 2);
        await send(batch.slice(0, middle));
        await send(batch.slice(middle));
      }
    }
  }

  for (const group of Map.groupBy(actions, ({ kind, resource }) => `${kind} ${callKey(resource)}`).values()) {
    const size = callSize(group[0]!.resource.type);
    for (let from = 0; from < group.length; from += size) await send(group.slice(from, from + size));
  }
  return { sent, failed, postponed, calls };
}

function nameOf(error: unknown): string {
  const details = isGroundcrewError(error) ? error.details : {};
  if (typeof details.awsError === 'string') return details.awsError;
  return error instanceof Error ? error.name : 'Error';
}
