import { GroundcrewError } from '@groundcrew/errors';
import type { PlannedFile } from './plan-backfill.ts';

/** What a child of the first map is given. */
export interface SplitEvent {
  readonly name: string;
  readonly files: readonly PlannedFile[];
}

/** What the function of the other steps is given. */
export type StepEvent =
  | { readonly step: 'check' | 'gather'; readonly name: string }
  | { readonly step: 'reduce'; readonly name: string; readonly part: number };

/** It is a part of keys, and the name of an execution, which has 80 characters at most (API reference, `StartExecution`). */
const NAME_PATTERN = /^[A-Za-z0-9][A-Za-z0-9_-]{0,79}$/;

/** Whether it can be the name of a backfill. */
export function isBackfillName(name: string): boolean {
  return NAME_PATTERN.test(name);
}

/**
 * Reads a batch of Distributed Map (Step Functions developer guide, "ItemBatcher"): `{"BatchInput":{"name":…},"Items":[…]}`.
 *
 * @throws GroundcrewError `inventory.backfill.event-unknown`
 */
export function readSplitEvent(event: unknown): SplitEvent {
  const { BatchInput, Items } = fields(event);
  const name = readName(fields(BatchInput).name, event);
  if (!Array.isArray(Items) || !Items.every(isPlannedFile))
    throw unknownEvent(event, 'Items, a list of files');
  return { name, files: Items };
}

/** @throws GroundcrewError `inventory.backfill.event-unknown` */
export function readStepEvent(event: unknown): StepEvent {
  const { step, name: given, part } = fields(event);
  const name = readName(given, event);
  if (step === 'check' || step === 'gather') return { step, name };
  if (step !== 'reduce') throw unknownEvent(event, 'step: check, gather or reduce');
  if (typeof part !== 'number' || !Number.isInteger(part) || part < 0) {
    throw unknownEvent(event, 'part, a number');
  }
  return { step, name, part };
}

function readName(name: unknown, event: unknown): string {
  if (typeof name === 'string' && isBackfillName(name)) return name;
  throw unknownEvent(event, 'name, that of a backfill');
}

function isPlannedFile(value: unknown): value is PlannedFile {
  const { id, bucket, key, etag, sizeBytes, modifiedMs, sequencer, versionId } = fields(value);
  return (
    [id, bucket, key, etag, sequencer].every((text) => typeof text === 'string') &&
    [sizeBytes, modifiedMs].every((number) => typeof number === 'number') &&
    (versionId === undefined || typeof versionId === 'string')
  );
}

function fields(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function unknownEvent(event: unknown, needs: string): GroundcrewError {
  const json = JSON.stringify(event) ?? String(event);
  return new GroundcrewError(
    'inventory.backfill.event-unknown',
    `the event is not one of a backfill's state machine: ${json.length > 200 ? `${json.slice(0, 200)}…` : json}; it needs ${needs}`,
  );
}
