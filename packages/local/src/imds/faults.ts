import { GroundcrewError } from '@groundcrew/errors';

/** Faults and settings of the metadata service of an instance. */
export interface ImdsFaults {
  /** Tokens are neither issued nor required, as before IMDSv2. */
  readonly noToken?: boolean;
  /** Requests without a token are accepted as well (HttpTokens=optional). */
  readonly tokensOptional?: boolean;
  /** The response to the PUT for a token never arrives, as in a container while the hop limit is 1. */
  readonly hopLimit?: boolean;
  /** Delay of every response. */
  readonly slowMs?: number;
  /** HttpEndpoint=disabled: every response is 403. */
  readonly disabled?: boolean;
  /** Share of requests, from 0 to 1, that fail with 503. */
  readonly errorRate?: number;
  /** InstanceMetadataTags=disabled, regardless of the instance's setting. */
  readonly tagsDisabled?: boolean;
  /** The same seed gives the same errors; default: 1. */
  readonly seed?: number;
}

const flags = {
  'v1-only': 'noToken',
  'tokens-optional': 'tokensOptional',
  'hop-limit': 'hopLimit',
  disabled: 'disabled',
  'no-tags': 'tagsDisabled',
} as const;
const numbers = {
  slow: { name: 'slowMs', maximum: 3_600_000, expected: 'milliseconds: slow=3000' },
  errors: { name: 'errorRate', maximum: 1, expected: 'a rate from 0 to 1: errors=0.1' },
  seed: { name: 'seed', maximum: Number.MAX_SAFE_INTEGER, expected: 'a number: seed=42' },
} as const;

/**
 * Parses faults: `hop-limit`, `slow=3000,no-tags`.
 *
 * @throws GroundcrewError `local.imds-faults.unknown`, `local.imds-faults.value`
 */
export function parseImdsFaults(text: string): ImdsFaults {
  const faults: Record<string, boolean | number> = {};
  for (const part of text.split(',').map((piece) => piece.trim())) {
    if (part === '') continue;
    const [word = '', value] = part.split('=', 2).map((piece) => piece.trim());
    if (Object.hasOwn(flags, word)) {
      if (value !== undefined) throw badValue(part, `no value: ${word}`);
      faults[flags[word as keyof typeof flags]] = true;
    } else if (Object.hasOwn(numbers, word)) {
      const { name, maximum, expected } = numbers[word as keyof typeof numbers];
      if (!/^\d*\.?\d+$/.test(value ?? '') || Number(value) > maximum) throw badValue(part, expected);
      faults[name] = Number(value);
    } else {
      const known = [...Object.keys(flags), ...Object.keys(numbers)].join(', ');
      throw new GroundcrewError(
        'local.imds-faults.unknown',
        `"${word}" is not a fault of the metadata service; supported: ${known}`,
      );
    }
  }
  return faults;
}

function badValue(part: string, expected: string): GroundcrewError {
  return new GroundcrewError(
    'local.imds-faults.value',
    `the fault "${part}" of the metadata service needs ${expected}`,
  );
}
