import type { InstanceFacts } from '@groundcrew/ec2/instance';
import type { RegionOutcome } from '@groundcrew/ec2/listing';
import type { LookupAnswer } from '@groundcrew/ec2/lookup';
import { GroundcrewError } from '@groundcrew/errors';
import { describe, expect, it } from 'vitest';
import { type Reply, refuseMethod, toFailure, toHttpAnswer, toRefusal, toReply } from './answer.ts';

const instance = { instanceId: 'i-0123456789abcdef0' } as InstanceFacts;

function outcome(region: string, status: RegionOutcome['status']): RegionOutcome {
  const reason =
    status === 'listed' ? null : 'arn:aws:sts::123456789012:assumed-role/secret lacks the permission';
  return { accountId: null, region, status, count: 0, reason };
}

const listed = outcome('us-east-1', 'listed');
const denied = outcome('eu-west-1', 'denied');
const looked = { regions: ['us-east-1'], incomplete: [] };

describe('toReply', () => {
  it.each<[LookupAnswer, Reply]>([
    [
      { status: 'one', instance, regions: [listed] },
      { status: 'one', instance, ...looked },
    ],
    [
      { status: 'none', regions: [listed] },
      { status: 'none', ...looked },
    ],
    [
      { status: 'several', instances: [instance, instance], more: false, regions: [listed] },
      { status: 'several', instances: [instance, instance], more: false, ...looked },
    ],
  ])('distinguishes none, one and several, with the searched regions: %j', (answer, reply) => {
    expect(toReply(answer)).toEqual(reply);
  });

  it('names the regions that could not be listed if nothing was found', () => {
    expect(toReply({ status: 'unknown', regions: [listed, denied] })).toEqual({
      status: 'unknown',
      regions: ['us-east-1'],
      incomplete: [{ region: 'eu-west-1', status: 'denied' }],
    });
  });

  it('names such a region beside what was found', () => {
    expect(toReply({ status: 'one', instance, regions: [listed, denied] })).toMatchObject({
      status: 'one',
      incomplete: [{ region: 'eu-west-1', status: 'denied' }],
    });
  });
});

describe('toRefusal', () => {
  it('names the parameter of a question, and not the option of the command', () => {
    const error = new GroundcrewError(
      'fleet.lookup.bad-question',
      '"ami-1" is not an instance; as a name: --by name',
    );
    expect(toRefusal(error, false)?.reason).toBe(
      '"ami-1" is not an instance; as a name: use the parameter name',
    );
  });

  const badQuestion = new GroundcrewError('fleet.lookup.bad-question', 'the question is empty');
  const unknownRegion = new GroundcrewError('fleet.listing.unknown-region', 'there is no region "mars-1"');

  it('returns the problem of a question', () => {
    expect(toRefusal(badQuestion, false)).toEqual({
      status: 'refused',
      code: 'fleet.lookup.bad-question',
      reason: 'the question is empty',
    });
  });

  it('refuses an unknown region only if the caller named it', () => {
    expect(toRefusal(unknownRegion, true)).toMatchObject({ code: 'fleet.listing.unknown-region' });
    expect(toRefusal(unknownRegion, false)).toBeUndefined();
  });

  it.each([new Error('no'), new GroundcrewError('aws-ec2.describe-instances-failed', 'no')])(
    "is not a refusal for an error that is not the caller's: %s",
    (error) => {
      expect(toRefusal(error, true)).toBeUndefined();
    },
  );
});

describe('toHttpAnswer', () => {
  const unknown = (...statuses: ('denied' | 'not-enabled' | 'timed-out' | 'failed')[]): Reply => ({
    status: 'unknown',
    regions: [],
    incomplete: statuses.map((status) => ({ region: 'eu-west-1', status })),
  });

  it.each<[string, number, Reply]>([
    ['one', 200, { status: 'one', instance, ...looked }],
    ['several', 300, { status: 'several', instances: [instance, instance], more: true, ...looked }],
    ['none', 404, { status: 'none', ...looked }],
    ['a bad question', 400, { status: 'refused', code: 'fleet.lookup.bad-question', reason: 'no' }],
    ['another method', 405, refuseMethod('DELETE')],
    ['a region that is denied', 502, unknown('denied')],
    ['a region that is not enabled, and one that is late', 502, unknown('not-enabled', 'timed-out')],
    ['regions that may answer the next time', 503, unknown('timed-out', 'failed')],
  ])('responds to %s with %i, the reply and the request id', (_, statusCode, reply) => {
    const answer = toHttpAnswer(reply, 'request-1');

    expect(answer.statusCode).toBe(statusCode);
    expect(JSON.parse(answer.body)).toEqual({ ...reply, requestId: 'request-1' });
    expect(answer.headers).toMatchObject({ 'content-type': 'application/json', 'cache-control': 'no-store' });
    expect('retry-after' in answer.headers).toBe(statusCode === 503);
    expect('allow' in answer.headers).toBe(statusCode === 405);
  });
});

describe('toFailure', () => {
  const secret = 'arn:aws:iam::123456789012:role/secret';
  const failed = (reason: string) =>
    new GroundcrewError('aws-ec2.describe-regions-failed', secret, { details: { reason } });

  it.each<[number, unknown]>([
    [503, new GroundcrewError('lambda.out-of-time', secret)],
    [503, failed('throttled')],
    [503, failed('unavailable')],
    [502, failed('no-credentials')],
    [500, new TypeError(secret)],
    [500, secret],
  ])('responds with %i, without details of %s', (statusCode, error) => {
    const answer = toHttpAnswer(toFailure(error), 'request-1');

    expect(answer.statusCode).toBe(statusCode);
    expect(answer.body).not.toMatch(/secret|describe|arn:/);
    expect(JSON.parse(answer.body)).toMatchObject({ status: 'failed', requestId: 'request-1' });
  });
});
