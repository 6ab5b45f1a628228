export { type DescribedType, describeTypes } from './describe-types.ts';
export type { Category } from './families.ts';
export type { Capability, InstanceType, Processor } from './instance-type.ts';
export { nearestTypes } from './nearest.ts';
export { familyOf, type InstanceFamily, type Neighbors, neighborsOf } from './neighbors.ts';
export { formatInstanceType, parseInstanceType, tryParseInstanceType } from './parse.ts';
export { compareSizes } from './size.ts';
export { typesReport } from './type-report.ts';
