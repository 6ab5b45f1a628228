import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AwsError } from '../service.ts';
import { applyChanges } from './apply-changes.ts';
import { readDomainName, sortKey } from './domain-names.ts';
import { keyOf, type RecordSet } from './model.ts';
import type { RecordChange } from './record-xml.ts';
import { standardRecords } from './standard-records.ts';

const zone = {
  id: 'Z1',
  accountId: '111122223333',
  name: 'example.com.',
  callerReference: 'one',
  isPrivate: false,
  vpcs: [],
  tags: {},
};
const aliases = { suffixOf: () => undefined };

const set = fc.record({
  Name: fc.constantFrom('a.example.com', 'B.example.com.', 'b.example.com'),
  Type: fc.constantFrom('A', 'CNAME'),
  TTL: fc.constantFrom('60', '300'),
});
const change = fc
  .record({ action: fc.constantFrom('CREATE' as const, 'DELETE' as const, 'UPSERT' as const), set })
  .map(({ action, set: each }): RecordChange => ({
    action,
    healthCheckId: undefined,
    set: { ...each, values: [each.Type === 'A' ? '192.0.2.1' : 'x.example.'] },
  }));

/** One change after the other, by the rules of the API reference. */
function expected(records: ReadonlyMap<string, RecordSet>, changes: readonly RecordChange[]) {
  const next = new Map(records);
  for (const { action, set: written } of changes) {
    const Name = `${written.Name.toLowerCase().replace(/\.$/, '')}.`;
    const normal = { ...written, Name };
    const before = next.get(keyOf(normal));
    const isOfOtherType = [...next.values()].some(
      (each) => each.Name === Name && (each.Type === 'CNAME') !== (normal.Type === 'CNAME'),
    );
    if (action === 'DELETE' ? before?.TTL !== normal.TTL : isOfOtherType) return undefined;
    if (action === 'CREATE' && before) return undefined;
    if (action === 'DELETE') next.delete(keyOf(normal));
    else next.set(keyOf(normal), normal);
  }
  return next;
}

test('a batch gives what its changes give one after the other, or nothing', () => {
  fc.assert(
    fc.property(fc.array(fc.array(change, { minLength: 1, maxLength: 4 }), { maxLength: 6 }), (batches) => {
      let records = standardRecords(zone);
      for (const batch of batches) {
        const wanted = expected(records, batch);
        try {
          const next = applyChanges(zone, records, batch, aliases);
          expect(new Map(next)).toEqual(wanted);
          records = next;
        } catch (error) {
          if (!(error instanceof AwsError)) throw error;
          expect([error.code, wanted]).toEqual(['InvalidChangeBatch', undefined]);
        }
      }
    }),
  );
});

test('a name that was read is read as the same again, whatever its characters', () => {
  const label = fc.string({
    minLength: 1,
    maxLength: 20,
    unit: fc.constantFrom('a', 'Z', '9', '-', '_', '*', '!', '.', '\\'),
  });
  fc.assert(
    fc.property(fc.array(label, { minLength: 1, maxLength: 4 }), (labels) => {
      const written = labels
        .map((text) => text.replace(/[\\.]/g, (each) => (each === '.' ? '\\056' : '\\134')))
        .join('.');
      const name = readDomainName(written);
      expect(name).toMatch(/^(?:[a-z0-9_-]|\\[0-7]{3}|\.)+\.$/);
      expect(readDomainName(name)).toBe(name);
      expect(sortKey(name).split('.')).toHaveLength(labels.length + 1);
    }),
  );
});
