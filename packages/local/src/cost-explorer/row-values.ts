import type { BillRow } from './bill.ts';
import { invalid } from './errors.ts';

/** Reads one value of a row; a charge without a value has a placeholder. */
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

/** @throws AwsError `ValidationException` for a dimension that is not supported here */
export function dimensionOf(key: string): RowValue {
  const found = Object.hasOwn(dimensions, key) ? dimensions[key] : undefined;
  if (found) return found;
  const supported = Object.keys(dimensions).join(', ');
  throw invalid(`The dimension ${key} is not supported by the embedded AWS; supported: ${supported}`);
}

/** Empty for a charge without the tag; Cost Explorer does not distinguish it from an empty tag. */
export function tagOf(key: string): RowValue {
  return ({ tags }) => (Object.hasOwn(tags, key) ? tags[key]! : '');
}

/** Empty if the charge is in none. */
export function costCategoryOf(key: string): RowValue {
  return ({ costCategories }) => (Object.hasOwn(costCategories, key) ? costCategories[key]! : '');
}
