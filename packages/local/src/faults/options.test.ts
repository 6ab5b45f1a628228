import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkFaults, parseFaults } from './options.ts';
import { createRandomByPurpose } from './random.ts';
import { createTokenBucket } from './token-bucket.ts';

test('faults are parsed from a list of name=value pairs', () => {
  expect(parseFaults('throttle=0.1, kill=.05,seed=42,error-after=1,latencyMs=20')).toEqual({
    throttle: 0.1,
    kill: 0.05,
    seed: 42,
    errorAfter: 1,
    latencyMs: 20,
  });
  expect(parseFaults('')).toEqual({});
});

test.each([
  ['trottle=0.1', 'local.faults.unknown', '"trottle"'],
  ['throttle', 'local.faults.value', '"throttle"'],
  ['throttle=1.5', 'local.faults.value', '"throttle=1.5"'],
  ['throttle=a lot', 'local.faults.value', 'from 0 to 1'],
  ['seed=-1', 'local.faults.value', '"seed=-1"'],
  ['kill=0.1=0.2', 'local.faults.value', '"kill=0.1=0.2"'],
])('%s is refused', (text, code, part) => {
  expect(() => parseFaults(text)).toThrow(
    expect.objectContaining({ code, message: expect.stringContaining(part) }),
  );
});

test('out-of-range faults are refused, whether parsed or passed as options', () => {
  expect(() => checkFaults({ kill: Number.NaN })).toThrow(/kill=NaN/);
  expect(checkFaults({ kill: 1, tableWrites: 1e6 })).toEqual({ kill: 1, tableWrites: 1e6 });
});

test('the same seed draws the same numbers for a purpose, whatever others draw', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0 }), fc.array(fc.constantFrom('kill', 'reset')), (seed, mixed) => {
      const alone = createRandomByPurpose(seed);
      const among = createRandomByPurpose(seed);
      const drawn = mixed.filter((purpose) => among(purpose)() >= 0 && purpose === 'kill').length;
      for (let index = 0; index < drawn; index++) alone('kill')();
      expect(among('kill')()).toBe(alone('kill')());
    }),
  );
});

test('numbers are spread evenly from 0 to 1', () => {
  const draw = createRandomByPurpose(7)('spread');
  const tenths = Array.from({ length: 10 }, () => 0);
  for (let index = 0; index < 10_000; index++) tenths[Math.floor(draw() * 10)]! += 1;
  for (const count of tenths) expect(Math.abs(count - 1000)).toBeLessThan(150);
});

test('a bucket grants its capacity, then its refill rate', () => {
  const bucket = createTokenBucket({ capacity: 15, refillPerSecond: 10 }, 0);
  const takenAt = (now: number) => Array.from({ length: 20 }, () => bucket.take(now)).filter(Boolean).length;
  expect(takenAt(0)).toBe(15);
  expect(takenAt(0)).toBe(0);
  expect(takenAt(500)).toBe(5);
  expect(takenAt(1e6)).toBe(15);
});
