import type { TableSection } from '@groundcrew/report';
import type { LeftGroup } from './redrive.ts';

const titles = { messages: 'Messages', batches: 'Batches' } as const;

/** How many messages or batches are in all groups. */
export function countLeft(groups: readonly LeftGroup[]): number {
  return groups.reduce((sum, { messages }) => sum + messages, 0);
}

/** Why some were left where they are; nothing if none was. @param of what is counted, the first column */
export function leftSection(left: readonly LeftGroup[], of: keyof typeof titles): TableSection[] {
  if (left.length === 0) return [];
  return [
    {
      kind: 'table',
      key: 'left',
      title: 'Left, and why',
      columns: [
        { key: of, title: titles[of], unit: 'count' },
        { key: 'reason', title: 'Reason', wrap: true, words: true },
        { key: 'example', title: 'Example' },
      ],
      rows: left.map(({ messages, reason, example }) => ({ [of]: messages, reason, example })),
    },
  ];
}
