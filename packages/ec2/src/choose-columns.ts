import { didYouMean, GroundcrewError } from '@groundcrew/errors';
import type { Column, OutputFormat } from '@groundcrew/report';
import { detailColumns } from './details/detail-columns.ts';
import { instanceColumns, tagColumn } from './instance-report.ts';

/** Of CSV and HTML: stable across releases. */
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

/** Of a table, from left to right; those with a number come in by it, as far as there is room. */
const tableColumns: readonly (readonly [key: string, yields?: number])[] = [
  ['name'],
  ['instanceId'],
  ['region'],
  ['state'],
  ['instanceType', 1],
  ['age', 2],
  ['availabilityZone', 3],
  ['privateIpv4'],
  ['publicIpv4', 4],
  ['vpcId', 5],
  ['imageId', 6],
  ['subnetId', 7],
];

/** What people write for a column. */
const shortNames: Readonly<Record<string, string>> = {
  account: 'accountId',
  ami: 'imageId',
  'ami-age': 'imageAge',
  'ami-name': 'imageName',
  checks: 'statusChecks',
  id: 'instanceId',
  image: 'imageId',
  ip: 'privateIpv4',
  key: 'keyName',
  launched: 'launchTime',
  mac: 'macAddress',
  price: 'monthlyPrice',
  'private-ip': 'privateIpv4',
  'public-ip': 'publicIpv4',
  status: 'statusChecks',
  subnet: 'subnetId',
  'subnet-name': 'subnetName',
  type: 'instanceType',
  vpc: 'vpcId',
  'vpc-name': 'vpcName',
  zone: 'availabilityZone',
};

export interface ColumnsInput {
  /** `name,id,tag:Team`, in the wanted order; `all` that need no further call; default: the usual ones. */
  readonly text: string | undefined;
  /** Whether the usual columns include the account. */
  readonly hasAccounts: boolean;
  /** Whether the usual columns include the region, in a table; default: yes. */
  readonly hasRegions?: boolean;
  readonly output?: OutputFormat;
  /** Columns that are added to the usual or typed ones. */
  readonly added?: readonly string[];
}

/**
 * The typed columns.
 *
 * @throws GroundcrewError `fleet.columns.unknown`, with the nearest names
 */
export function chooseColumns({ added = [], ...input }: ColumnsInput): readonly Column[] {
  return byKey([...wantedColumns(input), ...added.map(columnOf)]);
}

function wantedColumns({
  text,
  hasAccounts,
  hasRegions = true,
  output = 'csv',
}: Omit<ColumnsInput, 'added'>): readonly Column[] {
  if (text !== undefined) {
    const keys = text.split(',').map((key) => key.trim());
    return keys.flatMap((key) => (key === 'all' ? instanceColumns : [columnOf(key)]));
  }
  const account = hasAccounts ? ['accountId'] : [];
  if (output !== 'table') return [...account, ...defaultColumns].map(columnOf);
  return [...account.map((key) => [key] as const), ...tableColumns].flatMap(([key, yields]) => {
    if (key === 'region' && !hasRegions) return [];
    return [{ ...columnOf(key), ...(yields !== undefined && { yields }) }];
  });
}

/** Each once, in the order of the first. */
function byKey(columns: readonly Column[]): readonly Column[] {
  return [...new Map(columns.map((column) => [column.key, column])).values()];
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
  const tag = /^tag:(.+)$/s.exec(typed)?.[1];
  if (tag !== undefined) return tagColumn(tag);
  const lower = typed.toLowerCase();
  const wanted = Object.hasOwn(shortNames, lower) ? shortNames[lower]!.toLowerCase() : lower;
  const known = [...instanceColumns, ...detailColumns];
  const column = known.find(({ key }) => key.toLowerCase() === wanted);
  if (column !== undefined) return column;
  const names = known.map(({ key }) => key);
  const advice = didYouMean(typed, names) || `; there are ${names.join(', ')}, and tag:KEY`;
  throw new GroundcrewError('fleet.columns.unknown', `there is no column "${typed}"${advice}`);
}
