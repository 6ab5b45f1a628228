import { countOf, formatCount, type Report, type TableSection } from '@groundcrew/report';
import type { LedgerEntry } from '../ledger/index.ts';
import type { UndoResult } from './undo-changes.ts';

export interface UndoFacts {
  readonly load: string;
  readonly table: string;
  readonly isDryRun: boolean;
  readonly result: UndoResult;
}

/** The report of `inventory undo`. */
export function undoReport({ load, table, isDryRun, result }: UndoFacts): Report {
  const { shelves, restored, removed, asBefore, left } = result;
  return {
    catalog: 'inventory',
    ...undoVerdict(result, isDryRun),
    title: `${isDryRun ? 'Dry run: undo' : 'Undo'} of the load of ${load} in ${table}`,
    sections: [
      {
        kind: 'facts',
        key: isDryRun ? 'dryRun' : 'undo',
        aside: true,
        ...(isDryRun && { title: 'Dry run: nothing is written' }),
        columns: [
          { key: 'load', title: 'Load' },
          { key: 'table', title: 'Table' },
          { key: 'shelves', title: 'Shelves changed by it', unit: 'count' },
          { key: 'restored', title: isDryRun ? 'To put back' : 'Put back', unit: 'count' },
          { key: 'removed', title: isDryRun ? 'To remove' : 'Removed', unit: 'count' },
          { key: 'asBefore', title: 'As before already', unit: 'count' },
          { key: 'left', title: 'Left', unit: 'count' },
        ],
        values: { load, table, shelves, restored, removed, asBefore, left },
      },
      ...(left === 0 ? [] : [leftSection(result)]),
    ],
    notes:
      result.ofNewer === 0
        ? []
        : [
            `${result.ofNewer} of the shelves that are left are of newer files. Undo those files before this one: undone after it, they bring back what this load wrote.`,
          ],
  };
}

/** What a page about an undo begins with. */
function undoVerdict({ restored, removed, left }: UndoResult, isDryRun: boolean) {
  const changed = restored + removed;
  const shelves = countOf(changed, 'shelf', 'shelves');
  const [had, it] = changed === 1 ? ['has', 'it'] : ['have', 'them'];
  const lead = isDryRun
    ? `${shelves} would get back what was on ${it}.`
    : `${shelves} ${had} what was on ${it} before.`;
  return {
    lead: left === 0 ? [lead] : [lead, `${formatCount(left)} left as ${left === 1 ? 'it is' : 'they are'}.`],
    figures: [
      { title: isDryRun ? 'To put back' : 'Put back', value: restored },
      { title: isDryRun ? 'To remove' : 'Removed', value: removed },
      { title: 'Left', value: left, ...(left > 0 && { tone: 'warning' as const }) },
    ],
    next: isDryRun ? ['Undo the load: run the command without `--dry-run`.'] : [],
  } satisfies Pick<Report, 'lead' | 'figures' | 'next'>;
}

function leftSection({ left, examples }: UndoResult): TableSection {
  return {
    kind: 'table',
    key: 'left',
    title: examples.length < left ? `Left: the first ${examples.length} of ${left}` : 'Left',
    columns: [
      { key: 'store', title: 'Store' },
      { key: 'item', title: 'Item' },
      { key: 'why', title: 'Why', wrap: true, words: true },
    ],
    rows: examples.map((each) => ({ ...each })),
  };
}

/** The report of `inventory loads`. */
export function loadsSinceReport(ledger: string, entries: readonly LedgerEntry[]): Report {
  return {
    title: `Loads in ${ledger}`,
    catalog: 'inventory',
    sections: [
      {
        kind: 'table',
        key: 'loads',
        columns: [
          { key: 'load', title: 'Load' },
          { key: 'fileTime', title: 'Time of the file' },
          { key: 'status', title: 'Status', words: true },
          { key: 'rows', title: 'Rows', unit: 'count' },
          { key: 'written', title: 'Written', unit: 'count' },
          { key: 'canUndo', title: 'Can be undone' },
        ],
        rows: entries.map(({ object, status, summary }) => ({
          load: object,
          fileTime: summary?.fileTime ?? null,
          status,
          rows: summary?.rows ?? null,
          written: summary?.written ?? null,
          canUndo: status === 'undone' ? false : summary === undefined ? null : summary.undoable === true,
        })),
        whenEmpty: 'None.',
      },
    ],
  };
}
