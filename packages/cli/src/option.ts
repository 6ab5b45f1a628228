import { InvalidArgumentError, Option } from 'commander';

interface BaseSpec {
  readonly description: string;
}

/** `--flag`; default: false. `--no-cache` is the flag `noCache`. */
interface FlagSpec extends BaseSpec {
  readonly type: 'flag';
}

interface ValueSpec extends BaseSpec {
  /** Placeholder of the value in `--help`: `NAME`, `FILE`. */
  readonly value: string;
}

interface TextSpec extends ValueSpec {
  readonly type: 'text';
  readonly default?: string;
  readonly choices?: readonly string[];
  /** The value of the option if it is written without one: `--forecast` for `--forecast own`. */
  readonly preset?: string;
  /** Whether the option may be repeated: its value is then a list. */
  readonly repeat?: true;
}

interface IntegerSpec extends ValueSpec {
  readonly type: 'integer';
  readonly minimum: number;
  readonly maximum?: number;
  readonly default?: number;
}

export type OptionSpec = FlagSpec | TextSpec | IntegerSpec;
export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

type DefaultedValue<Spec, Value> = Spec extends { default: unknown } ? Value : Value | undefined;

export type OptionValue<Spec extends OptionSpec> = Spec extends FlagSpec
  ? boolean
  : Spec extends IntegerSpec
    ? DefaultedValue<Spec, number>
    : Spec extends { repeat: true }
      ? readonly string[]
      : Spec extends { choices: readonly (infer Choice)[] }
        ? DefaultedValue<Spec, Choice>
        : DefaultedValue<Spec, string>;

export type OptionValues<Specs extends OptionSpecs> = {
  readonly [Name in keyof Specs]: OptionValue<Specs[Name]>;
};

/** As typed: `--max-in-flight` of `maxInFlight`. */
export function flagOf(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** The option for commander. */
export function toCommanderOption(name: string, spec: OptionSpec): Option {
  const flag = flagOf(name);
  if (spec.type === 'flag') return new Option(flag, spec.description);
  const preset = spec.type === 'text' ? spec.preset : undefined;
  const value = preset === undefined ? `<${spec.value}>` : `[${spec.value}]`;
  const option = new Option(`${flag} ${value}`, spec.description);
  if (preset !== undefined) option.preset(preset);
  if (spec.type === 'integer') {
    option.argParser((text: string) => parseInteger(text, spec));
  } else if (spec.repeat) {
    option.argParser((text: string, previous: readonly string[] | undefined) => [...(previous ?? []), text]);
  } else if (spec.choices) {
    option.choices(spec.choices);
  }
  if (spec.default !== undefined) option.default(spec.default);
  return option;
}

/**
 * The value of an option that is absent and has no default. Not set in commander, or `--help` would show that each flag is
 * false.
 */
export function valueWhenAbsent(spec: OptionSpec): false | readonly string[] | undefined {
  if (spec.type === 'flag') return false;
  return spec.type === 'text' && spec.repeat ? [] : undefined;
}

function parseInteger(text: string, { minimum, maximum }: IntegerSpec): number {
  const number = /^[+-]?\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (number >= minimum && number <= (maximum ?? Number.MAX_SAFE_INTEGER)) return number;
  throw new InvalidArgumentError(
    maximum === undefined
      ? `Write a whole number of ${minimum} or more.`
      : `Write a whole number from ${minimum} to ${maximum}.`,
  );
}
