import {
  type Column,
  countOf,
  type Figure,
  formatCount,
  type OutputFormat,
  type Report,
  type Row,
  type Section,
} from '@groundcrew/report';
import { capabilityOf } from './capabilities.ts';
import { type DescribedType, figureColumns } from './describe-types.ts';
import { otherGenerations } from './generations.ts';
import type { InstanceType } from './instance-type.ts';
import { familyOf, neighborsOf } from './neighbors.ts';

/** An instance type as a row of a report; JSON and CSV have these keys. */
export const typeColumns: readonly Column[] = [
  { key: 'instanceType', title: 'Type' },
  { key: 'family', title: 'Family' },
  { key: 'category', title: 'Category', words: true },
  { key: 'purpose', title: 'For', wrap: true, words: true },
  { key: 'series', title: 'Series' },
  { key: 'generation', title: 'Generation', unit: 'count' },
  { key: 'processor', title: 'Processor' },
  { key: 'capabilities', title: 'Capabilities', wrap: true, words: true },
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

const laterColumns: readonly Column[] = [
  { key: 'instanceType', title: 'Type' },
  { key: 'newer', title: 'Later generation' },
  { key: 'generation', title: 'Generation', unit: 'count' },
  { key: 'processor', title: 'Processor' },
  { key: 'size', title: 'Other size', wrap: true, words: true },
  { key: 'gains', title: 'Gains', wrap: true, words: true },
  { key: 'loses', title: 'Loses', wrap: true, words: true },
];

/** The types of all later generations, of every processor, and what changes with each. */
function laterSection(types: readonly InstanceType[]): Section {
  const meaning = (letters: readonly string[], { series }: InstanceType) =>
    letters.map((letter) => `${letter}: ${capabilityOf(letter, series).meaning ?? '?'}`).join('; ') || null;
  return {
    kind: 'table',
    key: 'laterTypes',
    title: 'Later generations',
    columns: laterColumns,
    rows: types.flatMap((type) =>
      otherGenerations(type, 'later').map(({ type: later, hasSameSize, gains, loses }): Row => ({
        instanceType: type.name,
        newer: later.name,
        size: hasSameSize ? null : `${later.size} in place of ${type.size}`,
        generation: later.generation,
        processor: processorNames[later.processor],
        gains: meaning(gains, later),
        loses: meaning(loses, type),
      })),
    ),
    whenEmpty: 'There is no later generation.',
  };
}

/**
 * Types, with EC2's figures if they were requested.
 *
 * @param hasLater whether all later generations are listed
 */
export function typesReport(
  types: readonly (InstanceType | DescribedType)[],
  output: OutputFormat,
  { hasLater = false }: { readonly hasLater?: boolean } = {},
): Report {
  const rows = types.map((each) =>
    'figures' in each ? { ...typeRow(each.type), ...each.figures } : typeRow(each),
  );
  const columns = types.some((each) => 'figures' in each) ? [...typeColumns, ...figureColumns] : typeColumns;
  const sections: Section[] =
    output === 'json' || output === 'csv'
      ? [{ kind: 'table', key: 'types', columns, rows }]
      : // These columns do not fit a terminal: a table lists the facts of each type one below the other.
        rows.map((values) => ({ kind: 'facts', key: 'type', columns, values }));
  const verdict = typesVerdict(types);
  if (!hasLater) return { title: 'Instance types', catalog: 'instances', ...verdict, sections };
  const later = laterSection(types.map((each) => ('figures' in each ? each.type : each)));
  return {
    title: 'Instance types',
    catalog: 'instances',
    ...verdict,
    sections: [...sections, later],
    csv: later.key,
  };
}

/** The start of a page: what a type is and its successor; for several types, their number. */
function typesVerdict(
  types: readonly (InstanceType | DescribedType)[],
): Required<Pick<Report, 'lead' | 'figures'>> {
  const plain = types.map((each) => ('figures' in each ? each.type : each));
  const [first] = plain;
  const described = types.find((each) => 'figures' in each);
  if (first !== undefined && plain.length === 1) return oneTypeVerdict(first, described?.figures);
  const families = new Set(plain.map(({ family }) => family)).size;
  const later = plain.filter((type) => neighborsOf(type).newer !== null).length;
  return {
    lead: [
      `${countOf(plain.length, 'instance type')} of ${countOf(families, 'family', 'families')}; a later generation exists for ${formatCount(later)}.`,
    ],
    figures: [
      { title: 'Instance types', value: plain.length },
      { title: 'With a later generation', value: later },
    ],
  };
}

function oneTypeVerdict(
  type: InstanceType,
  figures: DescribedType['figures'] | undefined,
): Required<Pick<Report, 'lead' | 'figures'>> {
  const { name, generation } = type;
  const { newer } = neighborsOf(type);
  const described = figureColumns.filter(({ key }) => key === 'vCpus' || key === 'memoryMib');
  return {
    lead: [typeSentence(type), ...(newer === null ? [] : [`The next generation of ${name} is ${newer}.`])],
    figures: [
      ...(generation === null ? [] : [{ title: 'Generation', value: generation } satisfies Figure]),
      ...described.flatMap(({ key, title }): Figure[] => {
        const value = figures?.[key];
        return value === undefined || value === null ? [] : [{ title, value }];
      }),
      ...(newer === null ? [] : [{ title: 'Newer', value: newer, unit: 'text' } satisfies Figure]),
    ],
  };
}

function typeSentence(type: InstanceType): string {
  const { name, generation } = type;
  const { category } = familyOf(type);
  const processor = processorNames[type.processor];
  if (processor === null || category === null)
    return `${name} is of a family that this version of groundcrew does not know.`;
  return generation === null
    ? `${name} is an ${processor} instance type, ${category}.`
    : `${name} is an ${processor} instance type of generation ${generation}, ${category}.`;
}
