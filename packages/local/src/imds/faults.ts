import { GroundcrewError } from '@groundcrew/errors';

/** What is wrong with the metadata service of an instance, or how it is set. */
export interface ImdsFaults {
  /** It gives no tokens and wants none, as before IMDSv2. */
  readonly noToken?: boolean;
  /** Requests without a token are answered as well (HttpTokens=optional). */
  readonly tokensOptional?: boolean;
  /** The answer to the PUT for a token never arrives, as in a container while the hop limit is 1. */
  readonly hopLimit?: boolean;
  /** Every answer comes this much later. */
  readonly slowMs?: number;
  /** HttpEndpoint=disabled: everything is answered with 403. */
  readonly disabled?: boolean;
  /** From 0 to 1: how many requests are answered with 503. */
  readonly errorRate?: number;
  /** InstanceMetadataTags=disabled, whatever the instance says. */
  readonly tagsDisabled?: boolean;
  /** The same seed gives the same errors; 1 unless said otherwise. */
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
  slow: { name: 'slowMs', maximum: 3_600_000, wanted: 'milliseconds: slow=3000' },
  errors: { name: 'errorRate', maximum: 1, wanted: 'a rate from 0 to 1: errors=0.1' },
  seed: { name: 'seed', maximum: Number.MAX_SAFE_INTEGER, wanted: 'a number: seed=42' },
} as const;

/**
 * Reads faults as a person writes them: `hop-limit`, `slow=3000,no-tags`.
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
      const { name, maximum, wanted } = numbers[word as keyof typeof numbers];
      if (!/^\d*\.?\d+$/.test(value ?? '') || Number(value) > maximum) throw badValue(part, wanted);
      faults[name] = Number(value);
    } else {
      const known = [...Object.keys(flags), ...Object.keys(numbers)].join(', ');
      throw new GroundcrewError(
        'local.imds-faults.unknown',
        `"${word}" is not a fault of the metadata service; there are ${known}`,
      );
    }
  }
  return faults;
}

function badValue(part: string, wanted: string): GroundcrewError {
  return new GroundcrewError(
    'local.imds-faults.value',
    `the fault "${part}" of the metadata service needs ${wanted}`,
  );
}
