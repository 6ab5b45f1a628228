import * as fc from 'fast-check';
import { expect, inject, test } from 'vitest';
import { structureOf } from '../testing/generated-responses.ts';
import { createAnsweredClient, createClientAnswering, cut } from '../testing/responses.ts';
import type { TaggableKind } from './kinds.ts';
import { detailShapes } from './details.ts';
import { responseShapeOf } from './response-shapes.ts';
import { sources } from './sources.ts';

const actions: Readonly<Record<TaggableKind, string>> = {
  'ec2:instance': 'DescribeInstances',
  'ec2:volume': 'DescribeVolumes',
  'ec2:snapshot': 'DescribeSnapshots',
  'ec2:network-interface': 'DescribeNetworkInterfaces',
  'ec2:elastic-ip': 'DescribeAddresses',
  'ec2:image': 'DescribeImages',
  'ec2:security-group': 'DescribeSecurityGroups',
  'ec2:vpc': 'DescribeVpcs',
  'ec2:subnet': 'DescribeSubnets',
  'ec2:route-table': 'DescribeRouteTables',
  'ec2:internet-gateway': 'DescribeInternetGateways',
  'ec2:natgateway': 'DescribeNatGateways',
};
const signal = new AbortController().signal;

test.each(Object.entries(actions) as [TaggableKind, string][])(
  'answers about %s (%s) are read as by the SDK, in whatever pieces they arrive',
  async (kind, action) => {
    await fc.assert(
      fc.asyncProperty(
        structureOf(responseShapeOf(kind, detailShapes[kind])),
        fc.array(fc.nat(), { maxLength: 20 }),
        async (inside, places) => {
          const answer = `<${action}Response>${inside}</${action}Response>`;
          // A body that is not a stream is left to the SDK.
          const bySdk = createClientAnswering(() => Buffer.from(answer));
          const { ask } = sources[kind];
          for (const isDetailed of [false, true]) {
            expect(await ask(createAnsweredClient(cut(answer, places)), {}, signal, isDetailed)).toEqual(
              await ask(bySdk, {}, signal, isDetailed),
            );
          }
        },
      ),
      { numRuns: Math.ceil(80 * inject('effort')) },
    );
  },
  60_000,
);
