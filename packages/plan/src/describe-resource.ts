import type { Json } from './json.ts';

/** A resource, for people: its id, or what it is known by, its state and its values; texts and numbers as they are. */
export function describeResource(value: Json): string {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return JSON.stringify(value);
  const {
    key,
    id,
    name,
    state,
    kind: _,
    props,
    refs: __,
    ...values
  } = value as Readonly<Record<string, Json>>;
  const called = [id, name, key].find((one): one is string => typeof one === 'string' && one !== '');
  if (called === undefined) return JSON.stringify(value);
  const shown = isRecord(props) ? props : values;
  const parts = Object.entries(shown).flatMap(([label, one]) =>
    label === 'tags' || one === null ? [] : [`${label} ${textOf(one)}`],
  );
  const details = [...(typeof state === 'string' ? [state] : []), ...parts];
  return details.length === 0 ? called : `${called} (${details.join(', ')})`;
}

const isRecord = (value: Json | undefined): value is Readonly<Record<string, Json>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const textOf = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));
