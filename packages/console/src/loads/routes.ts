import { defaultLedgerTimes, type LedgerEntry, listLedger } from '@groundcrew/inventory/ledger';
import type { InventorySource } from '../console.ts';
import type { RenderPage } from '../pages/render.ts';
import type { Route } from '../route.ts';
import { fileOf, loadsBody, undoBody } from './loads-page.ts';
import { undoLoad } from './undo-load.ts';

const MAX_SHOWN = 200;
const section = '/loads';

export interface LoadRoutesDeps {
  readonly inventory: InventorySource;
  readonly allowChanges: boolean;
  readonly render: RenderPage;
  readonly onLoaded: () => void;
  readonly now: () => number;
}

export function loadRoutes({
  inventory,
  allowChanges,
  render,
  onLoaded,
  now,
}: LoadRoutesDeps): readonly Route[] {
  const { dynamodb, ledgerTable: tableName } = inventory;
  return [
    {
      method: 'GET',
      path: section,
      async handle({ texts, signal }) {
        const all: LedgerEntry[] = [];
        for await (const entry of listLedger(dynamodb, { tableName, signal })) all.push(entry);
        const entries = all.toSorted(newestFirst).slice(0, MAX_SHOWN);
        const body = loadsBody(texts, { entries, total: all.length });
        return render(texts, { title: texts('loadsTitle'), section, topics: ['loads'], body });
      },
    },
    {
      method: 'GET',
      path: '/loads/undo',
      async handle({ texts, url, signal }) {
        const object = url.searchParams.get('object') ?? '';
        const expected = await undoLoad(object, inventory, { isDryRun: true, signal, now });
        const body = undoBody(texts, object, expected, { allowChanges, isDone: false });
        return render(texts, { title: fileOf(object), section, body });
      },
    },
    {
      method: 'POST',
      path: '/loads/undo',
      async handle({ texts, url }) {
        const object = url.searchParams.get('object') ?? '';
        // A page that is closed meanwhile does not stop it halfway.
        const { signal } = new AbortController();
        const result = await undoLoad(object, inventory, { isDryRun: !allowChanges, signal, now });
        onLoaded();
        const body = undoBody(texts, object, result, { allowChanges, isDone: allowChanges });
        return render(texts, { title: fileOf(object), section, body }, allowChanges ? 200 : 403);
      },
    },
  ];
}

/** By the time of their files; those without one, which are being loaded or were never read, come first. */
function newestFirst(a: LedgerEntry, b: LedgerEntry): number {
  const [left, right] = [timeOf(a), timeOf(b)];
  if (left !== right) return right - left;
  return a.object < b.object ? -1 : 1;
}

function timeOf({ summary, expiresAt, status }: LedgerEntry): number {
  if (summary?.fileTime !== undefined) return Date.parse(summary.fileTime);
  if (status === 'running') return Number.MAX_SAFE_INTEGER;
  return expiresAt * 1000 - defaultLedgerTimes.keepMs;
}
