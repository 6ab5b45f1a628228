import { checkTagValue } from '@groundcrew/aws/tagging';
import { anyText } from '@groundcrew/errors/testing/any-text';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Creation, readCreation } from './read-creation.ts';
import { apiCallEvent, runInstancesEvent } from './testing/creation-events.ts';

const arn = (rest: string) => `arn:aws:ec2:eu-west-1:123456789012:${rest}`;
const made = (event: unknown) =>
  (readCreation(event) as Creation).resources.map(({ type, id }) => `${type} ${id}`);

describe('what was made', () => {
  it('is fifty instances and their network interfaces', () => {
    const ids = Array.from({ length: 50 }, (_, index) => `i-${index}`);

    const creation = readCreation(runInstancesEvent(ids));

    expect(creation).toMatchObject({
      eventName: 'RunInstances',
      accountId: '123456789012',
      region: 'eu-west-1',
      madeBy: 'ann',
      madeAt: '2026-11-21T15:00:00Z',
    });
    const { resources } = creation as Creation;
    expect(resources).toHaveLength(100);
    expect(resources).toContainEqual({ arn: arn('instance/i-49'), type: 'ec2:instance', id: 'i-49' });
    expect(resources).toContainEqual({
      arn: arn('network-interface/eni-49'),
      type: 'ec2:network-interface',
      id: 'eni-49',
    });
  });

  it('is not the network interface that an instance was launched with', () => {
    const requestParameters = {
      networkInterfaceSet: { items: [{ deviceIndex: 0, networkInterfaceId: 'eni-1' }] },
    };

    expect(made(runInstancesEvent(['i-1', 'i-2'], { requestParameters }))).toEqual([
      'ec2:instance i-1',
      'ec2:instance i-2',
      'ec2:network-interface eni-2',
    ]);
  });

  it.each([
    ['CreateVolume', { volumeId: 'vol-1' }, ['ec2:volume vol-1']],
    ['CreateSnapshot', { snapshotId: 'snap-1', volumeId: 'vol-1' }, ['ec2:snapshot snap-1']],
    ['CopySnapshot', { snapshotId: 'snap-2' }, ['ec2:snapshot snap-2']],
    ['CreateImage', { imageId: 'ami-1' }, ['ec2:image ami-1']],
    ['CopyImage', { imageId: 'ami-2' }, ['ec2:image ami-2']],
    ['RegisterImage', { requestId: 'r', imageId: 'ami-3' }, ['ec2:image ami-3']],
    [
      'AllocateAddress',
      { publicIp: '192.0.2.1', domain: 'vpc', allocationId: 'eipalloc-1' },
      ['ec2:elastic-ip eipalloc-1'],
    ],
    ['CreateSecurityGroup', { _return: true, groupId: 'sg-1' }, ['ec2:security-group sg-1']],
    ['CreateVpc', { vpc: { vpcId: 'vpc-1', state: 'pending' } }, ['ec2:vpc vpc-1']],
    ['CreateDefaultVpc', { vpc: { vpcId: 'vpc-2', isDefault: true } }, ['ec2:vpc vpc-2']],
    ['CreateSubnet', { subnet: { subnetId: 'subnet-1', vpcId: 'vpc-1' } }, ['ec2:subnet subnet-1']],
    ['CreateDefaultSubnet', { subnet: { subnetId: 'subnet-2' } }, ['ec2:subnet subnet-2']],
    [
      'CreateRouteTable',
      { routeTable: { routeTableId: 'rtb-1', vpcId: 'vpc-1', routeSet: { items: [] } } },
      ['ec2:route-table rtb-1'],
    ],
    [
      'CreateInternetGateway',
      { internetGateway: { internetGatewayId: 'igw-1', attachmentSet: {} } },
      ['ec2:internet-gateway igw-1'],
    ],
    [
      'CreateNatGateway',
      { CreateNatGatewayResponse: { natGateway: { natGatewayId: 'nat-1', subnetId: 'subnet-1' } } },
      ['ec2:natgateway nat-1'],
    ],
    [
      'CreateNetworkInterface',
      { networkInterface: { networkInterfaceId: 'eni-1' } },
      ['ec2:network-interface eni-1'],
    ],
    [
      'CreateSnapshots',
      {
        CreateSnapshotsResponse: {
          snapshotSet: { item: [{ snapshotId: 'snap-1' }, { snapshotId: 'snap-2' }] },
        },
      },
      ['ec2:snapshot snap-1', 'ec2:snapshot snap-2'],
    ],
    [
      'CreateSnapshots',
      { CreateSnapshotsResponse: { snapshotSet: { item: { snapshotId: 'snap-1' } } } },
      ['ec2:snapshot snap-1'],
    ],
  ])('is read from %s with %j', (eventName, responseElements, resources) => {
    expect(made(apiCallEvent({ eventName, responseElements }))).toEqual(resources);
  });

  it.each([
    [
      { service: 's3', eventName: 'CreateBucket', requestParameters: { bucketName: 'photos' } },
      { arn: 'arn:aws:s3:::photos', type: 's3:bucket', id: 'photos' },
    ],
    [
      {
        service: 'dynamodb',
        eventName: 'CreateTable',
        responseElements: {
          tableDescription: { tableArn: 'arn:aws:dynamodb:eu-west-1:123456789012:table/Orders' },
        },
      },
      { arn: 'arn:aws:dynamodb:eu-west-1:123456789012:table/Orders', type: 'dynamodb:table', id: 'Orders' },
    ],
    [
      {
        service: 'lambda',
        eventName: 'CreateFunction20150331',
        responseElements: { functionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:load:1' },
      },
      { arn: 'arn:aws:lambda:eu-west-1:123456789012:function:load', type: 'lambda:function', id: 'load' },
    ],
    [
      {
        service: 'sns',
        eventName: 'CreateTopic',
        responseElements: { topicArn: 'arn:aws:sns:eu-west-1:123456789012:alerts' },
      },
      { arn: 'arn:aws:sns:eu-west-1:123456789012:alerts', type: 'sns:topic', id: 'alerts' },
    ],
    [
      {
        service: 'dynamodb',
        eventName: 'RestoreTableToPointInTime',
        responseElements: {
          tableDescription: { tableArn: 'arn:aws:dynamodb:eu-west-1:123456789012:table/Orders-2' },
        },
      },
      {
        arn: 'arn:aws:dynamodb:eu-west-1:123456789012:table/Orders-2',
        type: 'dynamodb:table',
        id: 'Orders-2',
      },
    ],
    [
      {
        service: 'sqs',
        eventName: 'CreateQueue',
        requestParameters: { queueName: 'orders.fifo' },
        responseElements: {
          queueUrl: 'https://sqs.eu-west-1.amazonaws.com/123456789012/orders.fifo',
        },
      },
      { arn: 'arn:aws:sqs:eu-west-1:123456789012:orders.fifo', type: 'sqs:queue', id: 'orders.fifo' },
    ],
    [
      {
        service: 'logs',
        eventName: 'CreateLogGroup',
        requestParameters: { logGroupName: '/aws/lambda/load' },
        responseElements: null,
      },
      {
        arn: 'arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/load',
        type: 'logs:log-group',
        id: '/aws/lambda/load',
      },
    ],
  ])('is read from %j', (call, resource) => {
    expect((readCreation(apiCallEvent(call)) as Creation).resources).toEqual([resource]);
  });
});

describe('who made it', () => {
  const by = (userIdentity: object) =>
    (
      readCreation(
        apiCallEvent({ eventName: 'CreateVolume', responseElements: { volumeId: 'v' }, userIdentity }),
      ) as Creation
    ).madeBy;
  const assumed = (session: string) => ({
    type: 'AssumedRole',
    principalId: 'AROAEXAMPLE:x',
    arn: `arn:aws:sts::123456789012:assumed-role/${session}`,
  });

  it.each([
    ['a user', { type: 'IAMUser', userName: 'ann', arn: 'arn:aws:iam::123456789012:user/ann' }, 'ann'],
    ['a role', assumed('Deploy/pipeline-7'), 'Deploy/pipeline-7'],
    [
      'a person who signed in',
      assumed('AWSReservedSSO_Admin_0123456789abcdef/ann@example.com'),
      'ann@example.com',
    ],
    [
      'a person, by way of CloudFormation',
      { ...assumed('Admin/ann'), invokedBy: 'cloudformation.amazonaws.com' },
      'Admin/ann',
    ],
    ['the account itself', { type: 'Root', arn: 'arn:aws:iam::123456789012:root' }, 'root'],
    [
      'auto scaling',
      { ...assumed('AWSServiceRoleForAutoScaling/AutoScaling'), invokedBy: 'autoscaling.amazonaws.com' },
      'autoscaling.amazonaws.com',
    ],
    [
      'auto scaling, of an account without its role',
      { type: 'Root', arn: 'arn:aws:iam::123456789012:root', invokedBy: 'autoscaling.amazonaws.com' },
      'autoscaling.amazonaws.com',
    ],
    [
      'the account itself, signed in at the console',
      { type: 'Root', arn: 'arn:aws:iam::123456789012:root', invokedBy: 'signin.amazonaws.com' },
      'root',
    ],
    ['the account itself, within AWS', { type: 'Root', invokedBy: 'AWS Internal' }, 'root'],
    [
      'the service whose role it is, by the path of the role',
      {
        ...assumed('AWSServiceRoleForAmazonEKSNodegroup/EKS'),
        invokedBy: 'AWS Internal',
        sessionContext: {
          sessionIssuer: {
            type: 'Role',
            arn: 'arn:aws:iam::123456789012:role/aws-service-role/eks-nodegroup.amazonaws.com/AWSServiceRoleForAmazonEKSNodegroup',
          },
        },
      },
      'eks-nodegroup.amazonaws.com',
    ],
    [
      'the service whose role it is, by its name alone',
      { ...assumed('AWSServiceRoleForAutoScaling_web/AutoScaling'), invokedBy: 'AWS Internal' },
      'autoscaling.amazonaws.com',
    ],
    [
      'a service-linked role that is not known',
      { ...assumed('AWSServiceRoleForTomorrow/x'), invokedBy: 'AWS Internal' },
      'AWSServiceRoleForTomorrow',
    ],
    [
      'the person behind a session',
      { ...assumed('Deploy/i-0abc'), sessionContext: { sourceIdentity: 'ann@example.com' } },
      'ann@example.com',
    ],
    [
      'the person behind a session, by way of a service',
      {
        ...assumed('Deploy/i-0abc'),
        invokedBy: 'cloudformation.amazonaws.com',
        sessionContext: { sourceIdentity: 'ann' },
      },
      'ann',
    ],
    [
      'the session, if its source identity is empty',
      { ...assumed('Deploy/pipeline-7'), sessionContext: { sourceIdentity: '' } },
      'Deploy/pipeline-7',
    ],
    ['a service', { type: 'AWSService', invokedBy: 'ec2fleet.amazonaws.com' }, 'ec2fleet.amazonaws.com'],
    [
      'a federated user',
      { type: 'FederatedUser', arn: 'arn:aws:sts::123456789012:federated-user/ann' },
      'ann',
    ],
    [
      'a user of Identity Center',
      { type: 'IdentityCenterUser', onBehalfOf: { userId: '544894e8-80c1' } },
      '544894e8-80c1',
    ],
    ['another account', { type: 'AWSAccount', principalId: 'AROA:x', accountId: '210987654321' }, 'AROA:x'],
    ['an identity that is not recorded', {}, 'unknown'],
    ['a Korean', { type: 'IAMUser', userName: '김철수' }, '김철수'],
    ['a name with special characters', { type: 'SAMLUser', userName: 'ann,<bob>&co' }, 'ann__bob__co'],
  ])('is %s', (_, userIdentity, name) => {
    expect(by(userIdentity)).toBe(name);
  });

  it('is always fit to be the value of a tag', () => {
    fc.assert(
      fc.property(anyText({ maxLength: 300 }), (userName) => {
        expect(checkTagValue(by({ type: 'IAMUser', userName }))).toBeUndefined();
      }),
    );
  });
});

describe('what is ignored', () => {
  it.each([
    [
      'a dry run',
      runInstancesEvent([], { errorCode: 'Client.DryRunOperation' }),
      'RunInstances was a dry run',
    ],
    [
      'a call that failed',
      runInstancesEvent(['i-1'], { errorCode: 'Client.InstanceLimitExceeded' }),
      'RunInstances failed: Client.InstanceLimitExceeded',
    ],
    [
      'a call without a response',
      runInstancesEvent([], { responseElements: null }),
      'RunInstances does not contain what it created',
    ],
    ['another call', apiCallEvent({ eventName: 'StartInstances' }), 'makes nothing'],
    [
      'a queue of another account',
      apiCallEvent({
        service: 'sqs',
        eventName: 'CreateQueue',
        requestParameters: { queueName: 'q' },
        responseElements: { queueUrl: 'https://sqs.eu-west-1.amazonaws.com/210987654321/q' },
      }),
      'does not contain what it created',
    ],
    ['a call of that name elsewhere', apiCallEvent({ eventName: 'CreateTable' }), 'makes nothing'],
    ['a name of every object', apiCallEvent({ eventName: 'constructor' }), 'makes nothing'],
    ['another event', { source: 'shop', 'detail-type': 'Order', detail: {} }, 'not an API call'],
    ['no event', null, 'not an API call'],
  ])('%s', (_, event, reason) => {
    expect(readCreation(event)).toEqual({ ignored: expect.stringContaining(reason) });
  });

  it('is whatever else comes: nothing is thrown', () => {
    const detail = fc.record(
      {
        eventName: fc.constantFrom('RunInstances', 'CreateSnapshots', 'CreateBucket', 'CreateTable'),
        eventSource: fc.constantFrom('ec2.amazonaws.com', 's3.amazonaws.com', 'dynamodb.amazonaws.com'),
        eventTime: fc.constantFrom('2026-11-21T15:00:00Z', 'today'),
        recipientAccountId: fc.constant('123456789012'),
        awsRegion: fc.constant('eu-west-1'),
        userIdentity: fc.jsonValue(),
        requestParameters: fc.jsonValue(),
        responseElements: fc.oneof(
          fc.jsonValue(),
          fc.record({ instancesSet: fc.record({ items: fc.jsonValue() }) }),
        ),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(detail, (given) => {
        const creation = readCreation({ detail: given });
        expect('ignored' in creation || creation.resources.length > 0).toBe(true);
      }),
    );
  });
});
