import type { Message, PublishResult } from '@groundcrew/aws/sns';
import { GroundcrewError, isGroundcrewError, messageOf } from '@groundcrew/errors';
import { type AlertStore, type ShelfEntry, shelfKey } from './alert-store.ts';
import {
  type Alert,
  type AlertSettings,
  decideAlerts,
  readRecords,
  type ShelfState,
  type ShelfStateChange,
  shelvesToLookUp,
} from './decide-alerts.ts';
import { digestsNamedBy, type MessagePlan, type MessageSettings, planMessages } from './plan-messages.ts';
import { publishInOrder } from './publish-in-order.ts';
import type { UnreadableRecord } from './stream-record.ts';

export interface SendAlertsSettings extends AlertSettings, MessageSettings {}

export interface SendAlertsDeps {
  readonly store: AlertStore;
  /** Publishes to the topic; returns the outcome of each message. */
  readonly publish: (messages: readonly Message[]) => Promise<readonly PublishResult[]>;
  /** Stores a record that can't be parsed, and returns where. The same record has the same location. */
  readonly keep: (record: UnreadableRecord) => Promise<string>;
}

/** A record that has to be redelivered. */
export interface FailedRecord {
  readonly index: number;
  readonly error: GroundcrewError;
}

export interface SendAlertsResult {
  readonly records: number;
  /** Number of transitions that cause an alert. */
  readonly alerts: number;
  /** The number of these that were sent before. */
  readonly repeated: number;
  /** Messages sent, including digests. */
  readonly messages: number;
  readonly digests: number;
  /** The alerts of this event in the messages that were sent. */
  readonly sentAlerts: readonly Alert[];
  readonly unreadable: readonly (UnreadableRecord & { readonly keptAt: string })[];
  /** In the order of the records. */
  readonly failed: readonly FailedRecord[];
  /** What Lambda has to redeliver, together with everything after it: the lowest failed record, if any. */
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/**
 * Publishes the alerts of a stream event's records.
 *
 * A transition is one logical alert, however often its record is delivered: the alert is claimed in the store, then
 * published, then marked as sent. A crash in between sends the same message again with the same `dedupeKey`, never
 * a different one, and never none.
 *
 * Throws if the store fails: Lambda then delivers the whole event again. The failure of a single message or record
 * is in the result instead.
 */
export async function sendAlerts(
  records: readonly unknown[],
  settings: SendAlertsSettings,
  deps: SendAlertsDeps,
): Promise<SendAlertsResult> {
  const { store } = deps;
  const { changes, unreadable } = readRecords(records, settings);
  const { kept: stored, failures } = await storeAllUnreadable(unreadable, deps.keep);
  const { alerts, stateChanges } = decideAlerts(
    changes,
    settings,
    await readShelfStates(shelvesToLookUp(changes), store),
  );

  const claims = await getEntries(
    store,
    alerts.map(({ dedupeKey }) => dedupeKey),
  );
  const digests = await readDigests(store, digestsNamedBy(claims.values()));
  const plan = planMessages(alerts, new Map([...claims, ...digests]), settings);
  return sendPlan(plan, { records, alerts, stateChanges, stored, failures }, deps);
}

/** What was found in records before messages were planned. */
export interface FoundAlerts {
  readonly records: readonly unknown[];
  readonly alerts: readonly Alert[];
  readonly stateChanges: readonly ShelfStateChange[];
  readonly stored: readonly (UnreadableRecord & { readonly keptAt: string })[];
  /** Of records that could not be stored. */
  readonly failures: readonly FailedRecord[];
}

/** Claims, publishes and marks planned messages. */
export async function sendPlan(
  plan: MessagePlan,
  { records, alerts, stateChanges, stored, failures: notStored }: FoundAlerts,
  { store, publish }: Pick<SendAlertsDeps, 'store' | 'publish'>,
): Promise<SendAlertsResult> {
  const failures = [...notStored];
  // Two steps: if a digest exists, the claims of all its members refer to it.
  await put(store, plan.claims);
  if (plan.digests.length > 0) await store.create(plan.digests);
  const { sent, failed } = await publishInOrder(plan.messages, publish);
  for (const [{ alerts: unsent }, error] of failed) {
    failures.push(...unsent.map(({ index }) => ({ index, error })));
  }
  failures.sort((a, b) => a.index - b.index);
  // A redelivered record is decided again, so it must find the state from before it.
  const committed = stateChanges.filter(
    ({ index }) => index < (failures[0]?.index ?? Number.POSITIVE_INFINITY),
  );
  await put(store, [...sent.map(({ receipt }) => receipt), ...latestEntries(committed)]);
  return {
    records: records.length,
    alerts: alerts.length,
    repeated: plan.repeated,
    messages: sent.length,
    digests: sent.filter(({ isDigest }) => isDigest).length,
    sentAlerts: sent.flatMap(({ alerts: of }) => of),
    unreadable: stored,
    failed: failures,
    batchItemFailures:
      failures[0] === undefined ? [] : [{ itemIdentifier: sequenceNumberToRetryFrom(records, failures[0]) }],
  };
}

/** How many records are stored concurrently: an event may contain ten thousand. */
const MAX_CONCURRENT_STORES = 20;

/** Stores records that can't be parsed; those that can't be stored either have to be redelivered. */
export async function storeAllUnreadable(
  unreadable: readonly UnreadableRecord[],
  keep: SendAlertsDeps['keep'],
) {
  const stored: (UnreadableRecord & { keptAt: string })[] = [];
  const failures: FailedRecord[] = [];
  for (let at = 0; at < unreadable.length; at += MAX_CONCURRENT_STORES) {
    const chunk = unreadable.slice(at, at + MAX_CONCURRENT_STORES);
    for (const [offset, result] of (await Promise.allSettled(chunk.map(keep))).entries()) {
      const record = chunk[offset]!;
      if (result.status === 'fulfilled') stored.push({ ...record, keptAt: result.value });
      else failures.push({ index: record.index, error: asGroundcrewError(result.reason) });
    }
  }
  return { kept: stored, failures };
}

export async function readShelfStates(
  shelves: readonly string[],
  store: AlertStore,
): Promise<Map<string, ShelfState>> {
  const found = await getEntries(store, shelves.map(shelfKey));
  const states = new Map<string, ShelfState>();
  for (const shelf of shelves) {
    const entry = found.get(shelfKey(shelf));
    if (entry?.type === 'shelf') states.set(shelf, entry);
  }
  return states;
}

/** One entry per shelf: a later change replaces an earlier one. */
function latestEntries(stateChanges: readonly ShelfStateChange[]): ShelfEntry[] {
  const entries = new Map<string, ShelfEntry>();
  for (const { shelf, level, sequenceNumber } of stateChanges) {
    entries.set(shelf, { type: 'shelf', key: shelfKey(shelf), level, sequenceNumber });
  }
  return [...entries.values()];
}

/**
 * The sequence number from which Lambda has to redeliver. If the record has none, that of the nearest record before
 * it: alerts already sent are recognized.
 */
function sequenceNumberToRetryFrom(records: readonly unknown[], { index, error }: FailedRecord): string {
  for (let at = index; at >= 0; at--) {
    const sequenceNumber = (records[at] as { dynamodb?: { SequenceNumber?: unknown } } | null)?.dynamodb
      ?.SequenceNumber;
    if (typeof sequenceNumber === 'string' && sequenceNumber !== '') return sequenceNumber;
  }
  throw error;
}

/** The entries of keys; none is asked for without a key. */
export async function getEntries(store: AlertStore, keys: readonly string[]): ReturnType<AlertStore['get']> {
  return keys.length === 0 ? new Map() : await store.get(keys);
}

/**
 * The digests that claims refer to. One that is missing was not stored before its invocation ended, and so not sent; its write may be carried
 * out yet. It is made void: a member that is now sent in another message must not be sent in it, too.
 */
export async function readDigests(store: AlertStore, keys: readonly string[]): ReturnType<AlertStore['get']> {
  const found = await getEntries(store, keys);
  const missing = keys.filter((key) => !found.has(key));
  if (missing.length === 0) return found;
  await store.create(missing.map((key) => ({ type: 'digest', key, sent: false, isVoid: true })));
  return await store.get(keys);
}

async function put(store: AlertStore, entries: Parameters<AlertStore['put']>[0]): Promise<void> {
  if (entries.length > 0) await store.put(entries);
}

function asGroundcrewError(error: unknown): GroundcrewError {
  if (isGroundcrewError(error)) return error;
  return new GroundcrewError('inventory.alerts.not-kept', messageOf(error), { fault: 'bug', cause: error });
}
