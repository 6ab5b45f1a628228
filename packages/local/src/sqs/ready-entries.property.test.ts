import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createReadyEntries, type TimedEntry } from './ready-entries.ts';

const step = fc.oneof(
  fc.record({ do: fc.constant('put' as const), id: fc.nat(8), afterMs: fc.integer({ min: -2, max: 9 }) }),
  fc.record({ do: fc.constant('remove' as const), id: fc.nat(8) }),
  fc.record({ do: fc.constant('pass' as const), ms: fc.nat(4) }),
);

test('those whose time has come are visible, whatever was put, hidden and removed', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const entries = createReadyEntries<TimedEntry>();
      const all = new Map<string, TimedEntry>();
      let nowMs = 100;
      for (const each of steps) {
        if (each.do === 'pass') nowMs += each.ms;
        else if (each.do === 'remove') {
          all.delete(String(each.id));
          entries.remove(String(each.id));
        } else {
          const id = String(each.id);
          const entry = { ...all.get(id), message: { id }, visibleAtMs: nowMs + each.afterMs };
          all.set(id, entry);
          entries.put(entry, nowMs);
        }
        const visible = [...entries.visible(nowMs)].map(({ message }) => message.id).sort();
        const expected = [...all].filter(([, { visibleAtMs }]) => visibleAtMs <= nowMs).map(([id]) => id);
        expect(visible).toEqual(expected.sort());
      }
    }),
  );
});
