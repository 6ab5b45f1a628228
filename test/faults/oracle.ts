import { compareFiles, type FileMoment, type FileOrder } from '@groundcrew/inventory/order';
import type { Scenario, Upload } from './scenario.ts';

/** Store and item in one string. */
export function shelfOf(store: string, item: string): string {
  return JSON.stringify([store, item]);
}

/** The end state of sequential processing, one upload after the other. */
export interface Expectation {
  /** Count by shelf. */
  readonly table: ReadonlyMap<string, number>;
  /** Lines of the rejected rows by object key, of the last upload of that key. */
  readonly rejectedLines: ReadonlyMap<string, readonly number[]>;
  /**
   * How often each shelf became empty; only shelves for which that does not depend on the progress of an upload
   * before a newer one of its key replaced it.
   */
  readonly alerts: ReadonlyMap<string, number>;
  /** Of the shelves that several files name: how old the file is that a count is from. Each count but 0 is in one file. */
  readonly ages: ReadonlyMap<string, ReadonlyMap<number, number>>;
}

/**
 * The sequential oracle: one upload after the other, row by row; those that share their shelves in the order of their times.
 *
 * @param moments of the uploads that share shelves, by {@link Upload}
 */
export function expectationOf(scenario: Scenario, moments: ReadonlyMap<Upload, FileMoment>): Expectation {
  const table = new Map<string, number>();
  const rejectedLines = new Map<string, readonly number[]>();
  const alerts = new Map<string, number>();
  const undecided = new Set<string>();

  for (const { uploads } of scenario.rounds) {
    for (const [index, upload] of uploads.entries()) {
      if (upload.isShared) {
        rejectedLines.set(upload.key, upload.rejectedLines);
        continue;
      }
      const replaced = uploads.some((other, later) => later > index && other.key === upload.key);
      for (const [shelf, counts] of countsByShelf(upload)) {
        const before = table.get(shelf);
        const last = counts.at(-1)!;
        // Which rows of one shelf reach the table, besides the last, depends on timing.
        if (replaced || counts.length > 1) undecided.add(shelf);
        if (last === 0 && before !== 0) alerts.set(shelf, (alerts.get(shelf) ?? 0) + 1);
        table.set(shelf, last);
      }
      rejectedLines.set(upload.key, upload.rejectedLines);
    }
  }
  for (const shelf of undecided) alerts.delete(shelf);
  const ages = new Map<string, Map<number, number>>();
  for (const [age, upload] of inOrder(scenario, moments).entries()) {
    for (const { store, item, count } of upload.rows) {
      const shelf = shelfOf(store, item);
      table.set(shelf, count);
      if (!ages.has(shelf)) ages.set(shelf, new Map());
      if (count > 0) ages.get(shelf)!.set(count, age);
    }
    if (upload.isFull) sweep(table, upload, scenario.vanished);
  }
  return { table, rejectedLines, alerts, ages };
}

/** Empties or removes what a full export does not name, but for shelves of rejected rows. */
function sweep(table: Map<string, number>, upload: Upload, vanished: Scenario['vanished']): void {
  const lines = Buffer.from(upload.body).toString().split('\n').slice(1, -1);
  const mentioned = new Set(lines.map((line) => shelfOf(line.split(',')[0]!, line.split(',')[1]!)));
  const stores = new Set(upload.rows.map(({ store }) => store));
  for (const shelf of table.keys()) {
    const [store] = JSON.parse(shelf) as [string, string];
    if (!stores.has(store) || mentioned.has(shelf)) continue;
    if (vanished === 'remove') table.delete(shelf);
    else table.set(shelf, 0);
  }
}

/** The uploads that share their shelves, the oldest first; a repaired file of rejects behind the file that it is from. */
function inOrder({ rounds, fileTime }: Scenario, moments: ReadonlyMap<Upload, FileMoment>): Upload[] {
  const shared = rounds.flatMap(({ uploads }) => uploads.filter(({ isShared }) => isShared));
  const orders = new Map<Upload, FileOrder>();
  // A file is uploaded in an earlier round than its repair.
  for (const upload of shared) {
    const own = moments.get(upload)!;
    if (upload.repairs !== undefined) orders.set(upload, { ...orders.get(upload.repairs)!, repair: own });
    else orders.set(upload, fileTime === 'name' ? { ...own, timeMs: dayIn(upload.key) } : own);
  }
  return shared.sort((a, b) => compareFiles(orders.get(a)!, orders.get(b)!));
}

function dayIn(key: string): number {
  return Date.parse(/\d{4}-\d\d-\d\d/.exec(key)![0]);
}

function countsByShelf(upload: Upload): Map<string, number[]> {
  const counts = new Map<string, number[]>();
  for (const { store, item, count } of upload.rows) {
    const shelf = shelfOf(store, item);
    counts.set(shelf, [...(counts.get(shelf) ?? []), count]);
  }
  return counts;
}

/** One write of the table, as its stream recorded it. */
export interface Change {
  readonly store: string;
  readonly item: string;
  readonly before: number | undefined;
  readonly after: number | undefined;
}

/** The changes by which a shelf went back to the count of an older file, one sentence each. */
export function stepsBack(changes: readonly Change[], ages: Expectation['ages']): string[] {
  const newest = new Map<string, number>();
  return changes.flatMap(({ store, item, after = 0 }) => {
    const shelf = shelfOf(store, item);
    const age = ages.get(shelf)?.get(after);
    if (age === undefined) return [];
    const before = newest.get(shelf) ?? 0;
    newest.set(shelf, Math.max(age, before));
    return age < before ? [`${shelf} went back to ${after}, the count of an older file`] : [];
  });
}

/** How often each shelf became empty in the table's own history: exactly the expected alerts. */
export function transitionsOf(changes: readonly Change[]): Map<string, number> {
  const transitions = new Map<string, number>();
  for (const { store, item, before, after } of changes) {
    if (after !== 0 || before === 0) continue;
    const shelf = shelfOf(store, item);
    transitions.set(shelf, (transitions.get(shelf) ?? 0) + 1);
  }
  return transitions;
}
