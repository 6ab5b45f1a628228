import type { Column, OutputFormat, Report, Row } from '@groundcrew/report';
import { type DescribedType, figureColumns } from './describe-types.ts';
import type { InstanceType } from './instance-type.ts';
import { familyOf, neighborsOf } from './neighbors.ts';

/** An instance type as a row of a report; JSON and CSV have these keys. */
export const typeColumns: readonly Column[] = [
  { key: 'instanceType', title: 'Type' },
  { key: 'family', title: 'Family' },
  { key: 'category', title: 'Category' },
  { key: 'purpose', title: 'For', wrap: true },
  { key: 'series', title: 'Series' },
  { key: 'generation', title: 'Generation', unit: 'count' },
  { key: 'processor', title: 'Processor' },
  { key: 'capabilities', title: 'Capabilities', wrap: true },
  { key: 'variant', title: 'Variant' },
  { key: 'size', title: 'Size' },
  { key: 'metal', title: 'Bare metal' },
  { key: 'smaller', title: 'Smaller' },
  { key: 'larger', title: 'Larger' },
  { key: 'older', title: 'Older' },
  { key: 'newer', title: 'Newer' },
];

const processorNames = {
  intel: 'Intel',
  amd: 'AMD',
  graviton: 'AWS Graviton',
  apple: 'Apple',
  nvidia: 'NVIDIA',
  unknown: null,
} as const;

/** The row of `type` for {@link typeColumns}. */
export function typeRow(type: InstanceType): Row {
  const { category, purpose } = familyOf(type);
  return {
    instanceType: type.name,
    family: type.family,
    category,
    purpose,
    series: type.series,
    generation: type.generation,
    processor: processorNames[type.processor],
    capabilities: type.capabilities.map(({ letter, meaning }) => `${letter}: ${meaning ?? '?'}`).join('; '),
    variant: type.variant ?? null,
    size: type.size,
    metal: type.metal,
    ...neighborsOf(type),
  };
}

/** Types, with EC2's figures if they were requested. */
export function typesReport(types: readonly (InstanceType | DescribedType)[], output: OutputFormat): Report {
  const rows = types.map((each) =>
    'figures' in each ? { ...typeRow(each.type), ...each.figures } : typeRow(each),
  );
  const columns = types.some((each) => 'figures' in each) ? [...typeColumns, ...figureColumns] : typeColumns;
  return {
    title: 'Instance types',
    sections:
      output === 'json' || output === 'csv'
        ? [{ kind: 'table', key: 'types', columns, rows }]
        : // These columns do not fit a terminal: people get the facts of each type one below the other.
          rows.map((values) => ({ kind: 'facts', key: 'type', columns, values })),
  };
}
