import type { Column, Value } from '@groundcrew/report';
import { ageText } from '../age-text.ts';
import { type Detail, type InstanceDetails, UNKNOWN } from './detail.ts';

interface DetailColumn extends Column {
  readonly detail: Detail;
  readonly cellOf: (details: InstanceDetails, nowMs: number) => Value;
}

/** Columns of values that instances don't have themselves: they need a further call or file. */
const columns: readonly DetailColumn[] = [
  {
    key: 'statusChecks',
    title: 'Checks',
    detail: 'status',
    words: true,
    cellOf: (of) => cell(of.statusChecks),
  },
  { key: 'ssm', title: 'SSM', detail: 'ssm', words: true, cellOf: (of) => cell(of.ssm) },
  { key: 'imageName', title: 'AMI name', detail: 'image', wrap: true, cellOf: (of) => cell(of.imageName) },
  {
    key: 'imageAge',
    title: 'AMI age',
    words: true,
    detail: 'image',
    cellOf: ({ imageCreatedAt }, nowMs) =>
      imageCreatedAt === UNKNOWN ? UNKNOWN : ageText(imageCreatedAt ?? null, nowMs),
  },
  { key: 'imageCreatedAt', title: 'AMI made', detail: 'image', cellOf: (of) => cell(of.imageCreatedAt) },
  { key: 'vpcName', title: 'VPC name', detail: 'vpc', wrap: true, cellOf: (of) => cell(of.vpcName) },
  {
    key: 'subnetName',
    title: 'Subnet name',
    detail: 'subnet',
    wrap: true,
    cellOf: (of) => cell(of.subnetName),
  },
  { key: 'monthlyPrice', title: 'Price a month', detail: 'price', cellOf: (of) => cell(of.monthlyPrice) },
];

function cell(value: string | null | undefined): Value {
  return value ?? null;
}

export const detailColumns: readonly Column[] = columns.map(({ cellOf: _, detail: __, ...column }) => column);

/** What these columns need. */
export function detailsOf(keys: Iterable<string>): ReadonlySet<Detail> {
  const wanted = new Set(keys);
  return new Set(columns.filter(({ key }) => wanted.has(key)).map(({ detail }) => detail));
}

/** The cells of the columns among `keys` that need details. */
export function detailCells(
  details: InstanceDetails | undefined,
  keys: ReadonlySet<string>,
  nowMs: number,
): Record<string, Value> {
  const cells: Record<string, Value> = {};
  for (const { key, cellOf } of columns) {
    if (keys.has(key)) cells[key] = details ? cellOf(details, nowMs) : UNKNOWN;
  }
  return cells;
}
