import type { CostFilter } from '../model.ts';
import { alikeServices, computeUsageTypes } from '../services/index.ts';
import { conditionOf } from './condition-sql.ts';
import { exportError } from './errors.ts';
import type { Shape, Term } from './shape.ts';

/** Whether a filter selects the value of a term. */
export function termCondition(term: Term, columns: readonly string[], filter: CostFilter): string {
  return term.condition?.(columns, filter) ?? conditionOf(term.value(columns), filter);
}

/** By any name of the services, in any letters; a part of one by its usage types. */
export function serviceCondition(
  value: string,
  { values, negated }: CostFilter,
  usageType: () => string,
): string {
  const plain = `lower(trim(${value}))`;
  const services = values.map((name) => (name === null ? null : alikeServices(name)));
  const names = services.flatMap((service): readonly (string | null)[] =>
    service === null ? [null] : [...service.names, ...(service.aliases ?? [])],
  );
  const parts = services.flatMap((service) => {
    const part = service?.part;
    if (part === undefined) return [];
    const isCompute = computeUsageTypes.map((type) => `${usageType()} LIKE '%${type}%'`).join(' OR ');
    const isPart = `coalesce(${isCompute}, false)`;
    const ofService = conditionOf(plain, { dimension: 'service', values: part.of.map(plainName) });
    return [`(${ofService} AND ${part.kind === 'compute' ? '' : 'NOT '}${isPart})`];
  });
  const plainNames = names.map((name) => (name === null ? null : plainName(name)));
  const named = conditionOf(plain, { dimension: 'service', values: [...new Set(plainNames)] });
  const condition = parts.length === 0 ? named : `(${[named, ...parts].join(' OR ')})`;
  return negated ? `NOT ${condition}` : condition;
}

const plainName = (name: string) => name.trim().toLowerCase();

/** @throws GroundcrewError `cost.exports.dimension-absent` */
export function usageTypeOf(shape: Shape, columnOf: (term: Term) => string): string {
  const term = shape.dimension('usage-type');
  if (term !== null) return columnOf(term);
  throw exportError(
    'cost.exports.dimension-absent',
    'the export has no column for usage types, which distinguish the parts of EC2; filter by service=EC2',
    { dimension: 'usage-type' },
  );
}
