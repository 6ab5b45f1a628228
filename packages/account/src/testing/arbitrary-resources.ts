import { anyText } from '@groundcrew/errors/testing/any-text';
import fc from 'fast-check';
import { byAccountRegionType, type Links, type Resource } from '../resource.ts';
import { SNAPSHOT_FORMAT, type SnapshotHeader } from '../snapshot-header.ts';
import { resourceLine, snapshotText } from '../write-snapshot.ts';

const ACCOUNT_IDS = ['111122223333', '444455556666'];
const regions = ['eu-west-1', 'us-east-1'];
const types = ['ec2:instance', 'ec2:volume', 'ec2:vpc', 's3:bucket', 'glue:crawler'];

const text = fc.oneof(
  anyText({ minLength: 1, maxLength: 8 }),
  fc.constantFrom('a b', 'a!', 'a', '__proto__', '재고'),
);

const place = fc.record({
  accountId: fc.constantFrom(...ACCOUNT_IDS),
  region: fc.constantFrom(...regions),
  type: fc.constantFrom(...types),
  id: text,
});

const tags = fc.option(
  fc
    .uniqueArray(fc.tuple(text, anyText({ maxLength: 4 })), { maxLength: 3, selector: ([key]) => key })
    .map((entries) => Object.fromEntries(entries)),
);

/** Resources of a small account, each once, in the order of a snapshot, with links among them. */
export const arbitraryResources: fc.Arbitrary<readonly Resource[]> = fc
  .uniqueArray(place, {
    maxLength: 12,
    selector: ({ accountId, region, type, id }) => `${accountId} ${region} ${type} ${id}`,
  })
  .chain((places) => {
    const arns = places.map(
      ({ accountId, region, type, id }) => `arn:aws:${type}:${region}:${accountId}:${id}`,
    );
    const arn = arns.length === 0 ? fc.constant('arn:aws:x') : fc.constantFrom(...arns);
    const links = fc.record(
      {
        vpc: arn,
        instance: arns.length < 2 ? arn : fc.oneof(arn, fc.uniqueArray(arn, { minLength: 2, maxLength: 2 })),
        'security-group': fc.uniqueArray(arn, { minLength: 1, maxLength: 2 }),
      },
      { requiredKeys: [] },
    ) as fc.Arbitrary<Links>;
    const rest = fc.record(
      {
        tags,
        links,
        attributes: fc.record(
          {
            state: fc.constantFrom('running', 'stopped'),
            sizeGiB: fc.nat(),
            encrypted: fc.boolean(),
            privateIps: fc.array(fc.ipV4(), { minLength: 1, maxLength: 2 }),
          },
          { requiredKeys: [] },
        ),
        createdAt: fc.constant('2026-01-02T03:04:05.000Z'),
      },
      { requiredKeys: ['tags', 'links'] },
    );
    return fc
      .tuple(...places.map(() => rest))
      .map((rests) =>
        places
          .map((each, index): Resource => ({ ...each, arn: arns[index]!, ...rests[index]! }))
          .sort(byAccountRegionType),
      );
  });

/** A snapshot of these resources. */
export function snapshotOf(resources: readonly Resource[], header: Partial<SnapshotHeader> = {}): string {
  const full: SnapshotHeader = {
    format: SNAPSHOT_FORMAT,
    takenAt: '2026-11-21T09:00:00.000Z',
    accounts: [{ id: ACCOUNT_IDS[0]!, alias: 'shop' }],
    resources: resources.length,
    coverage: [],
    ...header,
  };
  return [...snapshotText(full, resources.map(resourceLine))].join('');
}

/** A file in pieces. */
export async function* bytesOf(
  bytes: string | Uint8Array,
  pieceBytes = 7,
): AsyncGenerator<Uint8Array, void, undefined> {
  const all = Buffer.from(bytes as string);
  for (let from = 0; from < all.length; from += pieceBytes) yield all.subarray(from, from + pieceBytes);
}
