import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { OddSteps } from './odd-steps.ts';

afterEach(() => vi.unstubAllGlobals());

const anyBytes = fc.array(fc.constantFrom(0x20, 0x2c, 0x41, 0x61, 0x80, 0xb6, 0xc3, 0xe4, 0xf6), {
  maxLength: 80,
});

/** Where groups beyond ASCII begin, one by one. */
function groupsOf(bytes: readonly number[], isFound: (start: number, end: number) => boolean): number[] {
  return bytes.flatMap((byte, start) => {
    if (byte < 0x80 || (start > 0 && bytes[start - 1]! >= 0x80)) return [];
    const end = bytes.findIndex((other, at) => at > start && other < 0x80);
    return isFound(start, end < 0 ? bytes.length : end) ? [start] : [];
  });
}

test('groups are found whose steps cost more than nothing, that are not known, or that may be UTF-8', () => {
  const steps = new OddSteps();
  const costs = new Map<string, number>();
  // The text stands between line breaks.
  for (const before of [0x0a, 0x20, 0x2c, 0x41, 0x61, 0x80, 0xb6, 0xc3, 0xe4])
    for (const after of [0x0a, 0x20, 0x2c, 0x41, 0x61, 0x80, 0xb6, 0xc3, 0xe4]) {
      const cost = ((before * 7 + after * 3) % 11) - 6;
      steps.setCost(before, after, cost);
      costs.set(`${before} ${after}`, cost);
    }
  fc.assert(
    fc.property(anyBytes, (bytes) => {
      const isFound = (start: number, end: number): boolean => {
        let sum = 0;
        for (let at = start; at <= end; at++)
          sum += costs.get(`${bytes[at - 1] ?? 0x0a} ${bytes[at] ?? 0x0a}`) ?? 10_000;
        const lead = bytes[start]!;
        const next = bytes[start + 1] ?? 0x0a;
        return sum > 0 || (lead >= 0xc2 && lead <= 0xf4 && next >= 0x80 && next <= 0xbf);
      };
      expect([...steps.find(Uint8Array.from(bytes))]).toEqual(groupsOf(bytes, isFound));
    }),
  );
});

test('a text that is longer than the memory finds room', () => {
  const steps = new OddSteps();
  steps.setCost(0x61, 0xe4, -5);
  steps.setCost(0xe4, 0x61, -5);
  const bytes = Buffer.alloc(400_000, 'a');
  bytes[100] = 0xe4;
  bytes[399_999] = 0xe4;
  bytes[399_997] = 0xf6;
  expect([...steps.find(bytes)]).toEqual([399_997, 399_999]);
});

test('without WebAssembly, every group is found', () => {
  vi.stubGlobal('WebAssembly', undefined);
  const steps = new OddSteps();
  steps.setCost(0x61, 0xe4, -5);
  fc.assert(
    fc.property(anyBytes, (bytes) => {
      expect([...steps.find(Uint8Array.from(bytes))]).toEqual(groupsOf(bytes, () => true));
    }),
  );
});
