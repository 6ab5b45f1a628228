/* For tests: events as EventBridge delivers API calls that CloudTrail recorded. */

interface Recorded {
  readonly eventName: string;
  /** `ec2`, `s3` */
  readonly service?: string;
  readonly userIdentity?: object;
  readonly requestParameters?: object | null;
  readonly responseElements?: object | null;
  readonly eventTime?: string;
  readonly errorCode?: string;
}

export const ACCOUNT_ID = '123456789012';
export const REGION = 'eu-west-1';

export function apiCallEvent({ service = 'ec2', ...call }: Recorded) {
  return {
    version: '0',
    id: '6a7e8feb-b491-4cf7-a9f1-bf3703467718',
    'detail-type': 'AWS API Call via CloudTrail',
    source: `aws.${service}`,
    account: ACCOUNT_ID,
    time: '2026-11-21T15:00:05Z',
    region: REGION,
    resources: [],
    detail: {
      eventVersion: '1.11',
      userIdentity: {
        type: 'IAMUser',
        principalId: 'AIDAEXAMPLE',
        arn: `arn:aws:iam::${ACCOUNT_ID}:user/ann`,
        accountId: ACCOUNT_ID,
        userName: 'ann',
      },
      eventTime: '2026-11-21T15:00:00Z',
      eventSource: `${service}.amazonaws.com`,
      awsRegion: REGION,
      requestParameters: {},
      responseElements: null,
      eventID: '9d1c1b9e-0d3d-4f0c-8f5e-1f0a6f4d2f3b',
      eventType: 'AwsApiCall',
      recipientAccountId: ACCOUNT_ID,
      ...call,
    },
  };
}

/** A RunInstances that made `count` instances, each with a network interface. */
export function runInstancesEvent(ids: readonly string[], more: Partial<Recorded> = {}) {
  return apiCallEvent({
    eventName: 'RunInstances',
    requestParameters: {
      instancesSet: { items: [{ imageId: 'ami-1', minCount: ids.length, maxCount: ids.length }] },
    },
    responseElements: {
      reservationId: 'r-1',
      instancesSet: {
        items: ids.map((instanceId) => ({
          instanceId,
          subnetId: 'subnet-1',
          blockDeviceMapping: {},
          networkInterfaceSet: { items: [{ networkInterfaceId: instanceId.replace(/^i-/, 'eni-') }] },
        })),
      },
    },
    ...more,
  });
}
