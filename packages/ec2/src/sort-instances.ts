import type { Value } from '@groundcrew/report';
import type { SortKey } from './choose-columns.ts';
import { detailColumns, UNKNOWN } from './details/index.ts';
import type { InstanceFacts } from './instance.ts';
import { instanceRow } from './instance-report.ts';

// `web-2` comes before `web-10`, and 10.0.0.2 before 10.0.0.10.
const collator = new Intl.Collator('en', { numeric: true });

/** By which ages are sorted. */
const times: Readonly<Partial<Record<string, string>>> = { age: 'launchTime', imageAge: 'imageCreatedAt' };

/** The sorted instances, those without a value last; equal ones keep their order. */
export function sortInstances(
  instances: readonly InstanceFacts[],
  keys: readonly SortKey[],
): InstanceFacts[] {
  // The oldest has the earliest start: by its text, 3 days would come before 40 minutes.
  const sorted = keys.map((key) => {
    const time = times[key.column];
    return time === undefined ? key : { column: time, descending: !key.descending };
  });
  const columns = new Set(sorted.map(({ column }) => column));
  return instances
    .map((facts) => {
      const row = instanceRow(facts, columns);
      return { facts, cells: sorted.map(({ column }) => cellOf(row[column], column)) };
    })
    .sort((one, other) => {
      for (const [index, { descending }] of sorted.entries()) {
        const order = compareCells(one.cells[index]!, other.cells[index]!, descending);
        if (order !== 0) return order;
      }
      return 0;
    })
    .map(({ facts }) => facts);
}

const ofDetails = new Set(detailColumns.map(({ key }) => key));

/** Unknown values are last, like missing ones. */
function cellOf(value: Value | undefined, column: string): string | null {
  return value === undefined || (value === UNKNOWN && ofDetails.has(column))
    ? null
    : (value as string | null);
}

function compareCells(one: string | null, other: string | null, descending: boolean): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  return descending ? collator.compare(other, one) : collator.compare(one, other);
}
