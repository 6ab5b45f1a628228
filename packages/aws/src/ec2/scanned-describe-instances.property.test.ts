import { DescribeInstancesCommand } from '@aws-sdk/client-ec2';
import * as fc from 'fast-check';
import { expect, inject, test } from 'vitest';
import { describeInstancesShape } from './describe-instances-shape.ts';
import { ScannedDescribeInstancesCommand } from './scanned-describe-instances.ts';
import { structureOf } from './testing/generated-responses.ts';
import { createAnsweredClient, cut } from './testing/responses.ts';
import type { Shape } from './xml/shape.ts';

/** An output with nothing in it but the fields of a shape. */
function restrict(value: unknown, shape: Shape): Record<string, unknown> {
  const from = value as Record<string, unknown>;
  const kept: Record<string, unknown> = {};
  for (const member of Object.values(shape)) {
    const found = from[member.key];
    if (found === undefined) continue;
    if (member.kind === 'structure') kept[member.key] = restrict(found, member.shape);
    else if (member.kind === 'list') {
      kept[member.key] = (found as unknown[]).map((item) => restrict(item, member.shape));
    } else kept[member.key] = found;
  }
  return kept;
}

test('every response is read as by the SDK, in any chunks', async () => {
  await fc.assert(
    fc.asyncProperty(
      structureOf(describeInstancesShape),
      fc.constantFrom('', '<?xml version="1.0" encoding="UTF-8"?>\n', '<!-- x -->', '<!DOCTYPE x>'),
      fc.array(fc.nat(), { maxLength: 20 }),
      fc.boolean(),
      async (inside, prolog, places, isQueued) => {
        const answer = `${prolog}<DescribeInstancesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">${inside}</DescribeInstancesResponse>\n`;
        const sdk = await createAnsweredClient([Buffer.from(answer)]).send(new DescribeInstancesCommand({}));
        const ours = await createAnsweredClient(cut(answer, places)).send(
          new ScannedDescribeInstancesCommand({}, isQueued ? { onNextToken: () => undefined } : {}),
        );
        const { $metadata, ...fields } = ours;
        expect(fields).toEqual(restrict(sdk, describeInstancesShape));
        expect($metadata).toEqual(sdk.$metadata);
      },
    ),
    { numRuns: Math.ceil(200 * inject('effort')) },
  );
});
