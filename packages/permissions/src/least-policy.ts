import { GroundcrewError } from '@groundcrew/errors';
import { fillFormat } from '@groundcrew/iam/reference';
import table from './command-calls.json' with { type: 'json' };

/** What a command was seen to call, and when it does. */
export interface CommandCalls {
  /**
   * What options and arguments have to be: given (`true`) or not (`false`), a value, with `*` at its end what a value begins
   * with, with `!` before it given and something else, with `?` after it that or not given, with `~` before it a list of
   * names of which it has one: `~ssm,checks`. A name of several options with `|` is that of any. Empty: always.
   */
  readonly when: Readonly<Record<string, boolean | string>>;
  readonly calls: readonly RecordedCall[];
}

export interface RecordedCall {
  readonly action: string;
  /**
   * `*`, or the ARN format of the service authorization reference, in which `{table}` stands for the value of the option
   * `--table`, `{file:bucket}` for the bucket of the argument `file`, and `*` for any name.
   */
  readonly resource: string;
}

/** By the command as typed: `inventory load`. */
export const commandCalls: Readonly<Record<string, readonly CommandCalls[]>> = table as never;

/** What is known of an invocation that is not made. */
export interface Invocation {
  readonly command: string;
  /** Options and arguments by name. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly region: string | undefined;
}

interface PolicyStatement {
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: string | readonly string[];
}

export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly PolicyStatement[];
}

/** Calls whose action is in no reference; a policy without them would not be enough. */
const unknown = {
  command: 'inventory load',
  when: { engine: 'bulk', dryRun: false },
  page: 'docs/scale.md',
} as const;

/**
 * The least policy that an invocation needs: what the command was seen to call with such options. No statement: nothing.
 *
 * @throws GroundcrewError `permissions.policy.not-known`
 */
export function leastPolicy({ command, values, region }: Invocation): PolicyDocument {
  if (command === unknown.command && isMet(unknown.when, values)) {
    throw new GroundcrewError(
      'permissions.policy.not-known',
      `the policy of ${command} with --engine bulk is not known: no reference here has the actions of bulk puts; ${unknown.page} lists what is assumed`,
    );
  }
  const applying = (commandCalls[command] ?? []).filter(({ when }) => isMet(when, values));
  const resources = new Map<string, Set<string>>();
  for (const { action, resource } of applying.flatMap(({ calls }) => calls)) {
    const found = resources.get(action) ?? new Set<string>();
    for (const arn of arnsOf(resource, values, region)) found.add(arn);
    resources.set(action, found);
  }
  const actions = new Map<string, string[]>();
  for (const [action, arns] of [...resources].sort(([one], [other]) => (one < other ? -1 : 1))) {
    const key = JSON.stringify([...arns].sort());
    actions.set(key, [...(actions.get(key) ?? []), action]);
  }
  return {
    Version: '2012-10-17',
    Statement: [...actions].map(([key, Action]) => {
      const arns = JSON.parse(key) as [string, ...string[]];
      return { Effect: 'Allow', Action, Resource: arns.length === 1 ? arns[0] : arns };
    }),
  };
}

function isMet(when: CommandCalls['when'], values: Invocation['values']): boolean {
  return Object.entries(when).every(([names, wanted]) => {
    const given = names.split('|').flatMap((name) => textsOf(values[name]));
    if (typeof wanted === 'boolean') return given.length > 0 === wanted;
    if (wanted.startsWith('~')) return hasOneOf(given, wanted.slice(1).split(','));
    if (wanted.endsWith('?') && given.length === 0) return true;
    const isNegated = wanted.startsWith('!');
    const pattern = wanted.replace(/^!|\?$/g, '');
    const fits = (text: string) =>
      pattern.endsWith('*') ? text.startsWith(pattern.slice(0, -1)) : text === pattern;
    return given.some((text) => fits(text) !== isNegated);
  });
}

/** Whether one of the lists has one of the names, in upper or lower case, with a minus before it or not. */
function hasOneOf(lists: readonly string[], names: readonly string[]): boolean {
  const given = lists
    .flatMap((list) => list.split(','))
    .map((name) => name.trim().replace(/^-/, '').toLowerCase());
  return names.some((name) => given.includes(name.toLowerCase()));
}

/** The texts of a value; none: the option is not given. */
function textsOf(value: unknown): string[] {
  if (value === undefined || value === null || value === false) return [];
  return (Array.isArray(value) ? value : [value]).map((one) =>
    typeof one === 'string' ? one : JSON.stringify(one),
  );
}

const PLACEHOLDER_PATTERN = /(?<!\$)\{([A-Za-z]+)(?::(bucket|key|name))?\}/g;

/** One, or one for each value of an argument that may be repeated. */
function arnsOf(resource: string, values: Invocation['values'], region: string | undefined): string[] {
  const names = [...resource.matchAll(PLACEHOLDER_PATTERN)].map(([, name = '']) => name);
  const repeated = names.find((name) => Array.isArray(values[name]) && textsOf(values[name]).length > 1);
  if (repeated === undefined) return [arnOf(resource, values, region)];
  const texts = textsOf(values[repeated]);
  // Where the resource is of objects, the others are local files.
  const remote = texts.filter((text) => text.startsWith('s3://'));
  return (remote.length > 0 ? remote : texts).map((text) =>
    arnOf(resource, { ...values, [repeated]: text }, region),
  );
}

function arnOf(resource: string, values: Invocation['values'], region: string | undefined): string {
  const named = resource.replaceAll(PLACEHOLDER_PATTERN, (_, name: string, part?: string) => {
    const [text] = textsOf(values[name]);
    return (text === undefined ? undefined : partOf(text, part)) ?? '*';
  });
  return fillFormat(named, { Partition: partitionOf(region), Region: region, Account: undefined });
}

function partOf(text: string, part: string | undefined): string | undefined {
  if (part === undefined) return text;
  if (part === 'name') return text.split(':').at(-1);
  const [, bucket, key] = /^s3:\/\/([^/]+)\/?(.*)$/s.exec(text) ?? [];
  // A folder, or the beginning of keys.
  return part === 'bucket' ? bucket : key !== undefined && /[^/]$/.test(key) ? key : `${key ?? ''}*`;
}

function partitionOf(region = ''): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}
