import { didYouMean, GroundcrewError } from '@groundcrew/errors';
import type { Column } from '@groundcrew/report';
import { instanceColumns } from './instance-report.ts';

const defaultColumns = [
  'name',
  'instanceId',
  'region',
  'availabilityZone',
  'state',
  'instanceType',
  'privateIpv4',
  'publicIpv4',
  'launchTime',
];

export interface ColumnsInput {
  /** `name,instanceId`, in the order wanted; `all`; left out: the usual ones. */
  readonly text: string | undefined;
  /** Whether the usual columns are to tell the account. */
  readonly hasAccounts: boolean;
}

/**
 * The columns that were typed.
 *
 * @throws GroundcrewError `fleet.columns.unknown`, with the nearest names
 */
export function chooseColumns({ text, hasAccounts }: ColumnsInput): readonly Column[] {
  if (text === 'all') return instanceColumns;
  const keys =
    text?.split(',').map((key) => key.trim()) ??
    (hasAccounts ? ['accountId', ...defaultColumns] : defaultColumns);
  return [...new Set(keys.map(columnOf))];
}

/** What rows are sorted by. */
export interface SortKey {
  readonly column: string;
  readonly descending: boolean;
}

/**
 * What to sort by, the first key first: `name,-launchTime`; a minus is "the other way round".
 *
 * @throws GroundcrewError `fleet.columns.unknown`, with the nearest names
 */
export function parseSort(text: string): readonly SortKey[] {
  return text.split(',').map((word) => {
    const key = word.trim();
    const descending = key.startsWith('-');
    return { column: columnOf(descending ? key.slice(1) : key).key, descending };
  });
}

function columnOf(typed: string): Column {
  const column = instanceColumns.find(({ key }) => key.toLowerCase() === typed.toLowerCase());
  if (column !== undefined) return column;
  const names = instanceColumns.map(({ key }) => key);
  const advice = didYouMean(typed, names) || `; there are ${names.join(', ')}`;
  throw new GroundcrewError('fleet.columns.unknown', `there is no column "${typed}"${advice}`);
}
