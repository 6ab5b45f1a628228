import type { CostLine, CostQuery } from '../model.ts';
import { alikeServices, respelledServices } from '../services/index.ts';

/**
 * The lines of a source that can't be asked for the names of services beforehand: spellings of a name are one, and of a report
 * with names a known code is the service's name, that of the other lines if one has it, so that a service is one group.
 */
export function unifyServices(
  lines: readonly CostLine[],
  { by }: CostQuery,
  { hasNames }: { readonly hasNames: boolean },
): readonly CostLine[] {
  const at = by.indexOf('service');
  if (at < 0) return lines;
  const written = new Set(lines.flatMap(({ keys }) => keys[at] ?? []));
  const respelled = respelledServices(written);
  const spelled = (key: string) => respelled.get(key) ?? key;
  const all = new Set([...written].map(spelled));
  const names = new Map(
    [...written].map((key) => [key, hasNames ? nameOf(spelled(key), all) : spelled(key)]),
  );
  if ([...names].every(([key, name]) => key === name)) return lines;
  const unified = new Map<string, CostLine>();
  for (const line of lines) {
    const key = line.keys[at] ?? null;
    const keys = line.keys.with(at, key === null ? null : names.get(key)!);
    const group = JSON.stringify([line.day, keys, line.charge, line.currency]);
    const other = unified.get(group);
    unified.set(group, other === undefined ? { ...line, keys } : added(other, line));
  }
  return [...unified.values()];
}

function nameOf(key: string, written: ReadonlySet<string>): string {
  const { names, aliases = [] } = alikeServices(key);
  if (!aliases.includes(key)) return key;
  const others = names.filter((name) => name !== key);
  return others.find((name) => written.has(name)) ?? others[0] ?? key;
}

function added({ quantity, ...one }: CostLine, other: CostLine): CostLine {
  const isSame = quantity !== undefined && quantity.unit === other.quantity?.unit;
  return {
    ...one,
    cost: one.cost.plus(other.cost),
    ...(isSame && {
      quantity: { amount: quantity.amount.plus(other.quantity!.amount), unit: quantity.unit },
    }),
  };
}
