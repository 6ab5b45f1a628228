import { anyText } from '@groundcrew/errors/testing/any-text';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NewestRows, wholePart } from './newest-rows.ts';
import { formatStagedRow, parseStagedRows, type StagedRow } from './staged-rows.ts';
import type { Pass } from './staging.ts';

const name = fc.oneof(fc.constantFrom('a', 'b', 'c', 'd'), fc.string({ minLength: 1, unit: 'grapheme' }));
const rows = fc.array(
  fc.record({
    store: name,
    item: name,
    count: fc.integer({ min: 0, max: 99 }),
    file: fc.integer({ min: 0, max: 4 }),
  }),
  { maxLength: 60 },
);

test('whatever fits the memory, all passes together have the newest row of each shelf once', () => {
  fc.assert(
    fc.property(rows, fc.integer({ min: 1, max: 5_000 }), (all, maxBytes) => {
      const staged = all.map(({ store, item, count, file }, offset) => ({
        row: [store, item, count, offset] as StagedRow,
        file,
      }));
      const expected = new Map<string, number>();
      // A stable sort: within a file, the later row counts.
      for (const { row } of staged.toSorted((a, b) => a.file - b.file)) {
        expected.set(JSON.stringify(row.slice(0, 2)), row[2]);
      }
      const found: [string, number][] = [];
      const passes: Pass[] = [wholePart];
      for (let pass = passes.pop(); pass !== undefined; pass = passes.pop()) {
        const newest = new NewestRows(pass, maxBytes);
        for (const { row, file } of staged) newest.add(row, file);
        passes.push(...newest.dropped);
        for (const { row } of newest.sorted()) found.push([JSON.stringify(row.slice(0, 2)), row[2]]);
      }
      expect(found).toHaveLength(expected.size);
      expect(new Map(found)).toEqual(expected);
    }),
  );
});

test('a row on its way is what it was, whatever is in its texts', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          store: anyText(),
          item: anyText(),
          count: fc.oneof(
            fc.integer(),
            fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0),
          ),
          line: fc.constant(1),
          offset: fc.nat(),
        }),
        { minLength: 1, maxLength: 5 },
      ),
      (all) => {
        const text = all.map((row) => formatStagedRow(row)).join('');
        expect(parseStagedRows(Buffer.from(text))).toEqual(
          all.map(({ store, item, count, offset }) => [store, item, count === 0 ? 0 : count, offset]),
        );
      },
    ),
    { numRuns: 50 },
  );
});
