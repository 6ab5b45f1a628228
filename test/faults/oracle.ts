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
}

/** The sequential oracle: one upload after the other, row by row. */
export function expectationOf(scenario: Scenario): Expectation {
  const table = new Map<string, number>();
  const rejectedLines = new Map<string, readonly number[]>();
  const alerts = new Map<string, number>();
  const undecided = new Set<string>();

  for (const { uploads } of scenario.rounds) {
    for (const [index, upload] of uploads.entries()) {
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
  return { table, rejectedLines, alerts };
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
