import type { BillRow } from './bill.ts';
import { invalid } from './errors.ts';

/** Reads one value of a row; a charge that has none has a word for that. */
export type RowValue = (row: BillRow) => string;

const dimensions: Readonly<Record<string, RowValue>> = {
  AZ: ({ availabilityZone }) => availabilityZone || 'NoAZ',
  LINKED_ACCOUNT: ({ account }) => account || 'NoLinkedAccount',
  OPERATION: ({ operation }) => operation || 'NoOperation',
  RECORD_TYPE: ({ recordType }) => recordType,
  REGION: ({ region }) => region || 'NoRegion',
  SERVICE: ({ service }) => service || 'NoService',
  USAGE_TYPE: ({ usageType }) => usageType || 'NoUsageType',
};

/** @throws AwsError `ValidationException` for a dimension that a bill does not tell here */
export function dimensionOf(key: string): RowValue {
  const found = Object.hasOwn(dimensions, key) ? dimensions[key] : undefined;
  if (found) return found;
  const served = Object.keys(dimensions).join(', ');
  throw invalid(`The dimension ${key} is not supported; the embedded AWS has ${served}`);
}

/** Empty for a charge that has no such tag; Cost Explorer tells it and an empty tag alike. */
export function tagOf(key: string): RowValue {
  return ({ tags }) => (Object.hasOwn(tags, key) ? tags[key]! : '');
}

/** Empty where the charge is in none. */
export function costCategoryOf(key: string): RowValue {
  return ({ costCategories }) => (Object.hasOwn(costCategories, key) ? costCategories[key]! : '');
}
