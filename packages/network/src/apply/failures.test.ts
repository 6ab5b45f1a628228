import { GroundcrewError } from '@groundcrew/errors';
import { expect, test } from 'vitest';
import { completing, isDuplicate, isNotFound, resourceFailureOf } from './failures.ts';

function awsError(name: string, status = 400): GroundcrewError {
  const cause = Object.assign(new Error('why'), { name, $metadata: { httpStatusCode: status } });
  return new GroundcrewError('aws-ec2.change-network-failed', 'could not', {
    cause,
    details: { awsError: name, ...(name === 'AuthFailure' && { reason: 'bad-credentials' }) },
  });
}

// Names of errors: EC2 API reference, "Error codes"; those of Elastic Load Balancing and Route 53 from their service models.
test.each([
  ['RequestLimitExceeded', 503, 'throttled'],
  ['Throttling', 400, 'throttled'],
  ['PriorRequestNotComplete', 400, 'throttled'],
  ['InternalError', 500, 'unanswered'],
  ['Unavailable', 503, 'unanswered'],
  ['TimeoutError', 0, 'unanswered'],
  ['InvalidVpcID.NotFound', 400, 'not-visible'],
  ['NatGatewayNotFound', 400, 'not-visible'],
  ['TargetGroupNotFoundException', 400, 'not-visible'],
  ['ResourceInUseException', 400, 'not-visible'],
  ['UnauthorizedOperation', 403, 'refused'],
  ['VpcLimitExceeded', 400, 'refused'],
  ['AuthFailure', 401, 'fatal'],
] as const)('%s with status %d means %s', (name, status, kind) => {
  expect(resourceFailureOf(awsError(name, status))).toBe(kind);
});

test.each([
  'InvalidSubnet.Conflict',
  'InvalidGroup.Duplicate',
  'RouteAlreadyExists',
  'InvalidPermission.Duplicate',
  'Resource.AlreadyAssociated',
  'DuplicateLoadBalancerNameException',
  'DuplicateTargetGroupNameException',
  'DuplicateListenerException',
  'InvalidChangeBatch',
])('%s is read as a duplicate', (name) => {
  expect(isDuplicate(awsError(name))).toBe(true);
  expect(isNotFound(awsError(name))).toBe(false);
});

test('whatever a call fails with that completes a resource, the resource may be there', async () => {
  for (const name of ['RequestLimitExceeded', 'UnauthorizedOperation', 'InternalError']) {
    const error = await completing('vpc-1', () => Promise.reject(awsError(name))).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ code: 'network.apply.incomplete', details: { id: 'vpc-1' } });
    expect(resourceFailureOf(error)).toBe('unanswered');
  }
});

test('what holds a resource is waited for only if it goes by itself', () => {
  const held = (goes: boolean) =>
    new GroundcrewError('network.apply.held', 'held', { details: { goes, holders: ['nat'] } });
  expect(resourceFailureOf(held(true))).toBe('in-use');
  expect(resourceFailureOf(held(false))).toBe('refused');
  const unseen = new GroundcrewError('network.apply.held', 'held', { details: { goes: true, holders: [] } });
  expect(resourceFailureOf(unseen)).toBe('not-visible');
});
