import { defaultLedgerTimes, type LedgerEntry, listLedger } from '@groundcrew/inventory/ledger';
import type { InventorySource } from '../console.ts';
import { emptyState } from '../pages/layout.ts';
import type { RenderPage } from '../pages/render.ts';
import type { Route } from '../route.ts';
import { seeOther } from '../server/http.ts';
import { fileOf, loadsBody, undoBody } from './loads-page.ts';

const MAX_SHOWN = 200;
const section = '/loads';

export interface LoadRoutesDeps {
  readonly inventory: InventorySource;
  readonly allowChanges: boolean;
  readonly render: RenderPage;
}

export function loadRoutes({ inventory, allowChanges, render }: LoadRoutesDeps): readonly Route[] {
  const { dynamodb, ledgerTable: tableName, rejectsBucket, undo } = inventory;
  return [
    {
      method: 'GET',
      path: section,
      async handle({ texts, signal }) {
        const all: LedgerEntry[] = [];
        for await (const entry of listLedger(dynamodb, { tableName, signal })) all.push(entry);
        const entries = all.toSorted(newestFirst).slice(0, MAX_SHOWN);
        const view = { entries, total: all.length, canUndo: undo !== undefined, rejectsBucket };
        const body = loadsBody(texts, view);
        return render(texts, { title: texts('loadsTitle'), section, topics: ['loads'], body });
      },
    },
    // PLACE FOR `inventory undo`: both routes are there once the operation is handed in (`InventorySource.undo`).
    {
      method: 'GET',
      path: '/loads/undo',
      async handle({ texts, url }) {
        const object = url.searchParams.get('object') ?? '';
        if (!undo) {
          return render(
            texts,
            { title: texts('loadsTitle'), section, body: emptyState(texts('noUndo')) },
            404,
          );
        }
        const { summary } = await undo.plan(object, texts.language);
        const body = undoBody(texts, object, summary, allowChanges);
        return render(texts, { title: fileOf(object), section, body });
      },
    },
    {
      method: 'POST',
      path: '/loads/undo',
      async handle({ texts, url }) {
        if (!undo || !allowChanges) {
          return render(
            texts,
            { title: texts('loadsTitle'), section, body: emptyState(texts('noUndo')) },
            403,
          );
        }
        await undo.apply(url.searchParams.get('object') ?? '');
        return seeOther(section);
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
