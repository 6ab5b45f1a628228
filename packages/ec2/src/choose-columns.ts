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
  /** `name,instanceId`, in the wanted order; `all`; default: the usual ones. */
  readonly text: string | undefined;
  /** Whether the usual columns include the account. */
  readonly hasAccounts: boolean;
}

/**
 * The typed columns.
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

/** A sort key of rows. */
export interface SortKey {
  readonly column: string;
  readonly descending: boolean;
}

/**
 * The typed sort keys: `name,-launchTime`; a minus is descending order.
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
