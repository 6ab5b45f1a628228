import { type AlertEntry, CLAIM_RETENTION_DAYS } from './alert-store.ts';
import { type Alert, decideAlerts, readRecords, shelvesToLookUp } from './decide-alerts.ts';
import { digestsNamedBy, planMessages } from './plan-messages.ts';
import {
  getEntries,
  readDigests,
  readShelfStates,
  type SendAlertsDeps,
  type SendAlertsResult,
  type SendAlertsSettings,
  sendPlan,
  storeAllUnreadable,
} from './send-alerts.ts';
import { levelOf, type ShelfLevel } from './shelf-level.ts';
import { readShelfItem } from './stream-record.ts';

/** Names a shelf in a table. */
export interface ShelfName {
  readonly store: string;
  readonly item: string;
}

export interface ReplayAlertsDeps extends SendAlertsDeps {
  /** The items of shelves as they are stored now, by consistent reads, in any order; missing ones are left out. */
  readonly readShelves: (shelves: readonly ShelfName[]) => Promise<readonly StoredShelf[]>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export interface StoredShelf extends ShelfName {
  /** The item as DynamoDB stores it: `{ "Count": { "N": "0" } }`. */
  readonly stored: unknown;
}

/**
 * Why an alert is not sent any more: the shelf was filled again, has become empty again, is not low any more, was removed, or its
 * count can't be read now; a later change of the same records alerts about it; or the change is older than the claims that keep alerts from being sent twice.
 */
export type OutdatedReason =
  | 'filled'
  | 'empty'
  | 'not-low'
  | 'removed'
  | 'unreadable'
  | 'later-change'
  | 'too-old';

export interface OutdatedAlert {
  readonly alert: Alert;
  readonly reason: OutdatedReason;
}

export interface ReplayAlertsResult extends SendAlertsResult {
  readonly outdated: readonly OutdatedAlert[];
}

const RETENTION_MS = CLAIM_RETENTION_DAYS * 86_400_000;

/**
 * Publishes the alerts of records that failed permanently, those that are still true: of each shelf the last one, if the shelf is now
 * as in the alert. Alerts are claimed as by `sendAlerts`, so that none is sent a second time.
 *
 * A digest that was claimed and not sent is sent unchanged if all its members are here and still true; otherwise those that are
 * get a new one.
 *
 * @param isDryRun sends and stores nothing; the result has what would be sent
 */
export async function replayAlerts(
  records: readonly unknown[],
  settings: SendAlertsSettings,
  deps: ReplayAlertsDeps,
  { isDryRun }: { readonly isDryRun: boolean },
): Promise<ReplayAlertsResult> {
  const { store } = deps;
  const { changes, unreadable } = readRecords(records, settings);
  const states = await readShelfStates(shelvesToLookUp(changes), store);
  const { alerts, stateChanges } = decideAlerts(changes, settings, states);
  const claims = await getEntries(
    store,
    alerts.map(({ dedupeKey }) => dedupeKey),
  );
  const readNamed = isDryRun ? getEntries : readDigests;
  const entries = new Map([...claims, ...(await readNamed(store, digestsNamedBy(claims.values())))]);
  const wasSent = alerts.filter(({ dedupeKey }) => isSent(dedupeKey, entries));
  const { current, outdated } = await checkAlerts(
    alerts.filter((alert) => !wasSent.includes(alert)),
    { records, settings, deps },
  );
  const plan = planMessages([...wasSent, ...current], withoutPartDigests(current, entries), settings);
  if (isDryRun) {
    return {
      records: records.length,
      alerts: alerts.length,
      repeated: plan.repeated,
      messages: plan.messages.length,
      digests: plan.messages.filter(({ isDigest }) => isDigest).length,
      sentAlerts: current,
      unreadable: unreadable.map((record) => ({ ...record, keptAt: '' })),
      failed: [],
      batchItemFailures: [],
      outdated,
    };
  }
  const { kept: stored, failures } = await storeAllUnreadable(unreadable, deps.keep);
  const result = await sendPlan(plan, { records, alerts, stateChanges, stored, failures }, deps);
  return { ...result, outdated };
}

function isSent(dedupeKey: string, entries: ReadonlyMap<string, AlertEntry>): boolean {
  const claim = entries.get(dedupeKey);
  if (claim?.type !== 'claim') return false;
  if (claim.digest === undefined) return claim.sent;
  const digest = entries.get(claim.digest);
  return digest?.type === 'digest' && digest.sent;
}

/** Separates the alerts that are still true from the others. */
async function checkAlerts(
  alerts: readonly Alert[],
  {
    records,
    settings,
    deps,
  }: {
    readonly records: readonly unknown[];
    readonly settings: SendAlertsSettings;
    readonly deps: ReplayAlertsDeps;
  },
): Promise<{ readonly current: readonly Alert[]; readonly outdated: readonly OutdatedAlert[] }> {
  const lastOf = new Map(alerts.map((alert) => [alert.shelf, alert]));
  const outdated: OutdatedAlert[] = [];
  const candidates: Alert[] = [];
  for (const alert of alerts) {
    if (lastOf.get(alert.shelf) !== alert) outdated.push({ alert, reason: 'later-change' });
    else if (deps.now() - createdMsOf(records[alert.index]) >= RETENTION_MS)
      outdated.push({ alert, reason: 'too-old' });
    else candidates.push(alert);
  }
  const found = candidates.length === 0 ? [] : await deps.readShelves(candidates);
  const levels = new Map<string, ShelfLevel | 'unknown'>();
  for (const { store, item, stored } of found) {
    const image = readShelfItem(stored, settings);
    levels.set(nameKey({ store, item }), image ? levelOf(image, settings) : 'unknown');
  }
  const current: Alert[] = [];
  for (const alert of candidates) {
    const reason = whyOutdated(alert, levels.get(nameKey(alert)));
    if (reason === undefined) current.push(alert);
    else outdated.push({ alert, reason });
  }
  outdated.sort((a, b) => a.alert.index - b.alert.index);
  return { current, outdated };
}

/** `undefined`: the alert is still true. */
function whyOutdated({ kind }: Alert, level: ShelfLevel | 'unknown' | undefined): OutdatedReason | undefined {
  if (level === undefined) return 'removed';
  if (level === 'unknown') return 'unreadable';
  switch (kind) {
    case 'no-stock':
      return level === 'empty' ? undefined : 'filled';
    case 'low-stock':
      if (level === 'low') return undefined;
      return level === 'empty' ? 'empty' : 'not-low';
    case 'back-in-stock':
      return level === 'empty' ? 'empty' : undefined;
  }
}

/** Entries without claims of unsent digests that have members that are not sent now. */
function withoutPartDigests(
  current: readonly Alert[],
  entries: ReadonlyMap<string, AlertEntry>,
): ReadonlyMap<string, AlertEntry> {
  const here = new Map<string, string[]>();
  for (const { dedupeKey } of current) {
    const claim = entries.get(dedupeKey);
    if (claim?.type !== 'claim' || claim.digest === undefined) continue;
    here.set(claim.digest, [...(here.get(claim.digest) ?? []), dedupeKey]);
  }
  const left = new Map(entries);
  for (const [key, members] of here) {
    const digest = entries.get(key);
    if (digest?.type !== 'digest' || digest.sent || digest.isVoid) continue;
    if (memberCount(digest.message) === members.length) continue;
    for (const member of members) left.delete(member);
  }
  return left;
}

/** The attribute `alerts` of a stored digest. */
function memberCount(message: string | undefined): number {
  const { attributes } = JSON.parse(message ?? '{}') as { attributes?: { alerts?: unknown } };
  return Number(attributes?.alerts);
}

const nameKey = ({ store, item }: ShelfName): string => JSON.stringify([store, item]);

/** Of a record without a time: long ago. */
function createdMsOf(record: unknown): number {
  const { dynamodb } = record as { dynamodb?: { ApproximateCreationDateTime?: unknown } };
  const seconds = dynamodb?.ApproximateCreationDateTime;
  return typeof seconds === 'number' ? seconds * 1_000 : Number.NEGATIVE_INFINITY;
}
