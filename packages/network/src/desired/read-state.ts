import { type Cidr, formatCidr, parseCidr } from '../cidr/index.ts';
import { invalidState } from '../errors.ts';
import type { Item, ItemKind, PropValue } from './item.ts';
import { kindRules } from './kinds.ts';
import { defaultQuotas, type NetworkState } from './network-state.ts';

export const STATE_FORMAT = 'groundcrew-network-state/1';

type Json = Readonly<Record<string, unknown>>;

/** What a state has at most. */
const fields: readonly string[] = [
  'format',
  'region',
  'items',
  'usage',
  'quotas',
  'zones',
  'zonesWithoutNat',
  'hostedZones',
  'foreign',
  'strangers',
  'strangeRules',
  'others',
];

/** What is wrong with a state, and where. */
class Problem extends Error {}

/**
 * Reads a saved state of a network: JSON, `format` first.
 *
 * @param file what messages call it
 * @throws GroundcrewError `network.state.invalid`
 */
export function readState(text: string, file: string, region: string): NetworkState {
  try {
    return toState(JSON.parse(text) as unknown, region);
  } catch (thrown) {
    if (thrown instanceof Problem || thrown instanceof SyntaxError) throw invalidState(file, thrown.message);
    throw thrown;
  }
}

/** A state as text, which {@link readState} reads. */
export function stateText({ items, strangers, others, ...more }: NetworkState, region: string): string {
  return `${JSON.stringify(
    {
      format: STATE_FORMAT,
      region,
      items: [...items.values()],
      ...more,
      ...(strangers && {
        strangers: strangers.map(({ id, zone, cidr }) => ({ id, zone, cidr: formatCidr(cidr) })),
      }),
      ...(others && { others: others.map(({ what, cidr }) => ({ what, cidr: formatCidr(cidr) })) }),
    },
    null,
    2,
  )}\n`;
}

function toState(value: unknown, region: string): NetworkState {
  const json = object(value, 'the state');
  if (json['format'] !== STATE_FORMAT) throw new Problem(`format is not ${STATE_FORMAT}`);
  if (json['region'] !== region) {
    throw new Problem(`region is ${JSON.stringify(json['region'])}, and the network is in ${region}`);
  }
  const stray = Object.keys(json).find((name) => !fields.includes(name));
  if (stray !== undefined) {
    throw new Problem(`${JSON.stringify(stray)} is unknown; there are ${fields.join(', ')}`);
  }
  const items = new Map<string, Item>();
  for (const [index, each] of list(json['items'], 'items').entries()) {
    const item = toItem(object(each, `items[${index}]`), `items[${index}]`);
    if (items.has(item.key)) throw new Problem(`items[${index}]: ${item.key} is there a second time`);
    items.set(item.key, item);
  }
  for (const { key, refs } of items.values()) {
    const missing = Object.values(refs)
      .flat()
      .find((ref) => !items.has(ref));
    if (missing !== undefined) throw new Problem(`${key} refers to ${missing}, which is not in items`);
  }
  return {
    items,
    usage: counts(json['usage'], ['vpcs', 'internetGateways', 'addresses'], 'usage'),
    quotas: counts(json['quotas'], Object.keys(defaultQuotas), 'quotas'),
    ...(json['zones'] !== undefined && { zones: texts(json['zones'], 'zones') }),
    zonesWithoutNat: texts(json['zonesWithoutNat'] ?? [], 'zonesWithoutNat'),
    ...(json['hostedZones'] !== undefined && { hostedZones: names(json['hostedZones'], 'hostedZones') }),
    foreign: texts(json['foreign'] ?? [], 'foreign'),
    strangers: list(json['strangers'] ?? [], 'strangers').map((each, index) => {
      const at = `strangers[${index}]`;
      const { id, zone, cidr } = object(each, at);
      return { id: text(id, `${at}.id`), zone: text(zone, `${at}.zone`), cidr: range(cidr, `${at}.cidr`) };
    }),
    ...(json['strangeRules'] !== undefined && { strangeRules: texts(json['strangeRules'], 'strangeRules') }),
    others: list(json['others'] ?? [], 'others').map((each, index) => {
      const at = `others[${index}]`;
      const { what, cidr } = object(each, at);
      return { what: text(what, `${at}.what`), cidr: range(cidr, `${at}.cidr`) };
    }),
  };
}

function toItem({ kind, key, name, props, refs, id }: Json, at: string): Item {
  if (typeof kind !== 'string' || !Object.hasOwn(kindRules, kind)) {
    throw new Problem(
      `${at}.kind ${JSON.stringify(kind)} is not one of ${Object.keys(kindRules).join(', ')}`,
    );
  }
  const links = Object.entries(object(refs, `${at}.refs`)).map(
    ([by, ref]) => [by, typeof ref === 'string' ? ref : texts(ref, `${at}.refs.${by}`)] as const,
  );
  const values = object(props, `${at}.props`);
  if (kind === 'vpc' || kind === 'vpc-range' || kind === 'subnet') range(values['cidr'], `${at}.props.cidr`);
  return {
    kind: kind as ItemKind,
    key: text(key, `${at}.key`),
    name: text(name, `${at}.name`),
    props: values as Readonly<Record<string, PropValue>>,
    refs: Object.fromEntries(links),
    id: text(id, `${at}.id`),
  };
}

function object(value: unknown, at: string): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Problem(`${at} is not an object`);
  return value as Json;
}

function list(value: unknown, at: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new Problem(`${at} is not a list`);
  return value;
}

function text(value: unknown, at: string): string {
  if (typeof value !== 'string' || value === '') throw new Problem(`${at} is not a text`);
  return value;
}

function texts(value: unknown, at: string): readonly string[] {
  return list(value, at).map((each, index) => text(each, `${at}[${index}]`));
}

function range(value: unknown, at: string): Cidr {
  const cidr = parseCidr(text(value, at));
  if (typeof cidr === 'string') throw new Problem(`${at} ${JSON.stringify(value)} ${cidr}`);
  return cidr;
}

function names(value: unknown, at: string): Readonly<Record<string, string>> {
  const given = Object.entries(object(value, at));
  return Object.fromEntries(given.map(([id, name]) => [id, text(name, `${at}.${id}`)]));
}

function counts(value: unknown, names: readonly string[], at: string): Readonly<Record<string, number>> {
  const given = Object.entries(object(value ?? {}, at));
  for (const [name, count] of given) {
    if (!names.includes(name)) throw new Problem(`${at}.${name} is unknown; there are ${names.join(', ')}`);
    if (!Number.isSafeInteger(count) || (count as number) < 0)
      throw new Problem(`${at}.${name} is not a whole number`);
  }
  return Object.fromEntries(given) as Readonly<Record<string, number>>;
}
