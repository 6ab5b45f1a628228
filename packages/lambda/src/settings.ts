import { GroundcrewError } from '@groundcrew/errors';

/** A function's environment, such as `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads a function's environment, typed. An empty variable counts as absent: that is how a template expresses
 * "none".
 *
 * Each throws `lambda.setting.missing` if there is neither a value nor a default, and `lambda.setting.invalid` if
 * the
 * value is not of the kind.
 */
export interface Settings {
  text(name: string, fallback?: string): string;
  /** `undefined` if it is absent. */
  optionalText(name: string): string | undefined;
  /** An integer within the limits, inclusive. */
  integer(name: string, limits: { min: number; max: number }, fallback?: number): number;
  /** `true` or `false`. */
  flag(name: string, fallback?: boolean): boolean;
  oneOf<const Choice extends string>(name: string, choices: readonly Choice[], fallback?: Choice): Choice;
  /** Comma-separated, trimmed, without empty parts; an absent variable is an empty list. */
  list(name: string): readonly string[];
}

export function createSettings(environment: Environment): Settings {
  const find = (name: string): string | undefined => environment[name]?.trim() || undefined;

  function read<Value>(name: string, fallback: Value | undefined, parse: (value: string) => Value): Value {
    const value = find(name);
    if (value !== undefined) return parse(value);
    if (fallback !== undefined) return fallback;
    throw new GroundcrewError(
      'lambda.setting.missing',
      `the environment variable ${name} is not set; set it in the function's configuration`,
      { details: { name } },
    );
  }

  function invalid(name: string, value: string, wanted: string): GroundcrewError {
    return new GroundcrewError(
      'lambda.setting.invalid',
      `the environment variable ${name} is "${value}"; set it to ${wanted}`,
      { details: { name, value } },
    );
  }

  return {
    text: (name, fallback) => read(name, fallback, (value) => value),
    optionalText: find,
    integer: (name, { min, max }, fallback) =>
      read(name, fallback, (value) => {
        const number = /^-?\d+$/.test(value) ? Number(value) : Number.NaN;
        if (number >= min && number <= max) return number;
        throw invalid(name, value, `a whole number from ${min} to ${max}`);
      }),
    flag: (name, fallback) =>
      read(name, fallback, (value) => {
        if (value === 'true' || value === 'false') return value === 'true';
        throw invalid(name, value, 'true or false');
      }),
    oneOf: (name, choices, fallback) =>
      read(name, fallback, (value) => {
        const choice = choices.find((each) => each === value);
        if (choice !== undefined) return choice;
        throw invalid(name, value, `one of ${choices.join(', ')}`);
      }),
    list: (name) =>
      (find(name) ?? '')
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
  };
}
