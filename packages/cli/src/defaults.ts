import { usageError } from './errors.ts';
import { flagOf, type OptionSpec, type OptionSpecs, toCommanderOption } from './option.ts';

/** The value of an option that nobody typed, from a file. */
export interface DefaultValue {
  /** As written: a text, a number, a flag, or a list for an option that may be repeated. */
  readonly value: unknown;
  /** `groundcrew.yaml:4` */
  readonly origin: string;
}

/** Defaults of one command, by camelCase name of the option. */
export type OptionDefaults = ReadonlyMap<string, DefaultValue>;

/**
 * The options of a command with defaults in place of those that were not typed; checked as if they were typed.
 *
 * @throws GroundcrewError `cli.usage`
 */
export function withDefaults(
  specs: OptionSpecs,
  options: Readonly<Record<string, unknown>>,
  isTyped: (name: string) => boolean,
  defaults: OptionDefaults,
): Record<string, unknown> {
  const filled: Record<string, unknown> = { ...options };
  for (const [name, given] of defaults) {
    const spec = specs[name];
    if (spec && !isTyped(name)) filled[name] = readDefault(name, spec, given);
  }
  return filled;
}

function readDefault(name: string, spec: OptionSpec, { value, origin }: DefaultValue): unknown {
  const wrong = (wanted: string) =>
    usageError(`${origin}: ${flagOf(name)} ${JSON.stringify(value)} is not ${wanted}`);
  if (spec.type === 'flag') {
    if (typeof value === 'boolean') return value;
    throw wrong('true or false');
  }
  if (spec.type === 'text' && spec.repeat)
    return [value].flat().map((each) => textOf(each, () => wrong('a list of texts')));
  const text = textOf(value, () => wrong(spec.type === 'integer' ? 'a whole number' : 'a text'));
  const { parseArg } = toCommanderOption(name, spec);
  try {
    return parseArg ? parseArg(text, undefined as never) : text;
  } catch (thrown) {
    throw usageError(`${origin}: ${flagOf(name)} "${text}" is wrong: ${(thrown as Error).message}`, thrown);
  }
}

function textOf(value: unknown, wrong: () => Error): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  throw wrong();
}
