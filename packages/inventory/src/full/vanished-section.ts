import type { TableSection } from '@groundcrew/report';
import type { LoadSummary } from '../load/summary.ts';

/** What full exports made vanish, or would, store by store; nothing where no file is one. */
export function vanishedSections(
  loads: readonly { readonly file: string; readonly summary: LoadSummary }[],
  when: 'done' | 'dry-run',
): TableSection[] {
  const full = loads.filter(({ summary }) => summary.full !== undefined);
  const mode = full[0]?.summary.full?.vanished;
  if (mode === undefined) return [];
  const isOver = when === 'done' && full.every(({ summary }) => summary.status === 'loaded');
  const what = mode === 'zero' ? 'set to 0' : 'removed';
  const several = loads.length > 1;
  return [
    {
      kind: 'table',
      key: 'vanished',
      title: `Shelves that ${several ? 'the files do' : 'the file does'} not name: ${isOver ? what : `would be ${what}`}`,
      columns: [
        ...(several ? [{ key: 'file', title: 'File' }] : []),
        { key: 'store', title: 'Store' },
        { key: 'vanishing', title: 'Shelves', unit: 'count' },
        { key: 'filled', title: 'Of filled shelves', unit: 'count' },
        ...(mode === 'remove' ? [{ key: 'vanishingEmpty', title: 'And at 0', unit: 'count' as const }] : []),
        { key: 'examples', title: 'The first ones', wrap: true },
      ],
      rows: full.flatMap(({ file, summary }) =>
        (summary.full?.stores ?? []).map(({ store, vanishing, filled, vanishingEmpty, examples }) => ({
          ...(several && { file }),
          store,
          vanishing,
          filled,
          ...(mode === 'remove' && { vanishingEmpty }),
          examples: examples.join(', '),
        })),
      ),
      whenEmpty: 'None.',
    },
  ];
}

/** Nobody should believe that a store is as in its full export, if what is missing was left as it is. */
export function keptNotes({ full }: LoadSummary): string[] {
  return (full?.kept ?? []).map(({ store, reason }) =>
    store === undefined
      ? `Shelves that it does not name were left as they are: ${reason}.`
      : `Shelves of ${JSON.stringify(store)} that it does not name were left as they are: ${reason}.`,
  );
}
