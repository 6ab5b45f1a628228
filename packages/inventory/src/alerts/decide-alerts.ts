import { type AlertKind, alertFor, type LevelSettings, levelOf, type ShelfLevel } from './shelf-level.ts';
import {
  digest,
  isReadable,
  type RecordSettings,
  readRecord,
  type ShelfChange,
  shelfId,
  type UnreadableRecord,
} from './stream-record.ts';

export interface AlertSettings extends LevelSettings, RecordSettings {}

/** One transition to report: a shelf went from one level to another. */
export interface Alert {
  readonly kind: AlertKind;
  readonly store: string;
  readonly item: string;
  readonly count: number;
  /**
   * Identifies this transition: the same when its record is redelivered, different for every other one. At most 128
   * characters that a FIFO topic accepts as a deduplication id.
   */
  readonly dedupeKey: string;
  /** Index of its record in the event, from 0. */
  readonly index: number;
  /** See {@link shelfId}. */
  readonly shelf: string;
}

/** The stored state of a shelf whose stream contains new images only. */
export interface ShelfState {
  readonly level: ShelfLevel;
  /** Of the record that caused it; an older record changes nothing. */
  readonly sequenceNumber: string;
}

/** A shelf's stored state after a record. */
export interface ShelfStateChange extends ShelfState {
  readonly shelf: string;
  readonly index: number;
}

export interface Decision {
  /** In the order of their records. */
  readonly alerts: readonly Alert[];
  /** In the order of their records; a shelf may have several. */
  readonly stateChanges: readonly ShelfStateChange[];
  readonly unreadable: readonly UnreadableRecord[];
}

/** Parses the records of a stream event, and separates those that can't be parsed. */
export function readRecords(
  records: readonly unknown[],
  settings: RecordSettings,
): { readonly changes: readonly ShelfChange[]; readonly unreadable: readonly UnreadableRecord[] } {
  const changes: ShelfChange[] = [];
  const unreadable: UnreadableRecord[] = [];
  for (const [index, record] of records.entries()) {
    const read = readRecord(record, index, settings);
    if (isReadable(read)) changes.push(read);
    else unreadable.push(read);
  }
  return { changes, unreadable };
}

/** Shelves whose old image the records don't contain: their stored state decides. Each once. */
export function shelvesToLookUp(changes: readonly ShelfChange[]): readonly string[] {
  return [...new Set(changes.filter(({ newImagesOnly }) => newImagesOnly).map(shelfId))];
}

/**
 * Decides which changes cause an alert, in order: see {@link alertFor} for the rule. A record that occurs twice
 * causes
 * one alert.
 *
 * @param recalled the stored state of {@link shelvesToLookUp}, by shelf; a shelf that is missing has none
 */
export function decideAlerts(
  changes: readonly ShelfChange[],
  settings: AlertSettings,
  storedStates: ReadonlyMap<string, ShelfState> = new Map(),
): Pick<Decision, 'alerts' | 'stateChanges'> {
  const states = new Map(storedStates);
  const alerts = new Map<string, Alert>();
  const stateChanges: ShelfStateChange[] = [];
  const decide = (change: ShelfChange, from: ShelfLevel | undefined, to: ShelfLevel | undefined): void => {
    if (change.isQuiet || hasNoNews(change, from, to)) return;
    const kind = to && alertFor(from, to, settings.switches);
    if (kind === undefined) return;
    const alert = alertOf(change, kind);
    if (!alerts.has(alert.dedupeKey)) alerts.set(alert.dedupeKey, alert);
  };
  for (const change of changes) {
    const { before, after, sequenceNumber, index } = change;
    const to = after && levelOf(after, settings);
    const levelBefore = before === 'not-in-record' ? undefined : before && levelOf(before, settings);
    if (!change.newImagesOnly) {
      decide(change, levelBefore, to);
      continue;
    }
    const shelf = shelfId(change);
    const state = states.get(shelf);
    if (state !== undefined && compareSequence(sequenceNumber, state.sequenceNumber) <= 0) continue;
    decide(change, before === 'not-in-record' ? state?.level : levelBefore, to);
    // For the rule, stocked, removed and unknown shelves are the same: only a change is stored.
    const level = to ?? 'stocked';
    if (level === (state?.level ?? 'stocked')) continue;
    states.set(shelf, { level, sequenceNumber });
    stateChanges.push({ level, sequenceNumber, shelf, index });
  }
  return { alerts: [...alerts.values()], stateChanges };
}

/** Whether only the file time has changed. Without an old image, an empty shelf that was known to be empty has not changed. */
function hasNoNews({ news }: ShelfChange, from: ShelfLevel | undefined, to: ShelfLevel | undefined): boolean {
  return news === 'nothing' || (news === 'unknown' && from === to);
}

/**
 * Negative if `a` is before `b` in the stream. They are integers too long for a double
 * (DynamoDB Streams API reference, StreamRecord: up to 40 digits).
 */
export function compareSequence(a: string, b: string): number {
  const [left, right] = [a.replace(/^0+/, ''), b.replace(/^0+/, '')];
  if (left.length !== right.length) return left.length - right.length;
  return left < right ? -1 : left > right ? 1 : 0;
}

function alertOf(change: ShelfChange, kind: AlertKind): Alert {
  const { store, item, index, sequenceNumber } = change;
  const shelf = shelfId(change);
  return {
    kind,
    store,
    item,
    count: change.after?.count ?? 0,
    // The sequence number is unique within a shard; together with the shelf, it is unique everywhere.
    dedupeKey: `${kind}:${digest(shelf, sequenceNumber)}`,
    index,
    shelf,
  };
}
