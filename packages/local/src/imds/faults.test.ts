import { expect, test } from 'vitest';
import { parseImdsFaults } from './faults.ts';

test.each([
  ['', {}],
  ['hop-limit', { hopLimit: true }],
  ['v1-only, slow=3000', { noToken: true, slowMs: 3000 }],
  [
    'disabled,no-tags,tokens-optional,errors=.25,seed=42',
    { disabled: true, tagsDisabled: true, tokensOptional: true, errorRate: 0.25, seed: 42 },
  ],
])('faults are parsed: "%s"', (text, faults) => {
  expect(parseImdsFaults(text)).toEqual(faults);
});

test.each([
  ['hops', 'local.imds-faults.unknown'],
  ['toString', 'local.imds-faults.unknown'],
  ['slow', 'local.imds-faults.value'],
  ['slow=', 'local.imds-faults.value'],
  ['slow=fast', 'local.imds-faults.value'],
  ['errors=2', 'local.imds-faults.value'],
  ['hop-limit=2', 'local.imds-faults.value'],
])('an unknown fault is refused and quoted: "%s"', (text, code) => {
  expect(() => parseImdsFaults(text)).toThrow(
    expect.objectContaining({ code, message: expect.stringContaining(`"${text}"`) }),
  );
});
