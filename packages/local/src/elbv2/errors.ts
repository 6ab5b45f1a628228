import { AwsError } from '../service.ts';

// Codes: the service model of botocore (2015-12-01). Messages: as users quote them, where such a quotation was found.

const coded = (code: string) => (message: string) => new AwsError(400, code, message);

export const validationError = coded('ValidationError');
export const invalidConfiguration = coded('InvalidConfigurationRequest');
export const invalidSubnet = coded('InvalidSubnet');
export const invalidTarget = coded('InvalidTarget');
export const notPermitted = coded('OperationNotPermitted');
export const resourceInUse = coded('ResourceInUse');
export const incompatibleProtocols = coded('IncompatibleProtocols');
export const tooMany = (what: string, message: string) => new AwsError(400, `TooMany${what}`, message);

export const balancerNotFound = () =>
  new AwsError(400, 'LoadBalancerNotFound', 'One or more load balancers not found');

export const targetGroupNotFound = () =>
  new AwsError(400, 'TargetGroupNotFound', 'One or more target groups not found');

export const listenerNotFound = () =>
  new AwsError(400, 'ListenerNotFound', 'One or more listeners not found');

export const ruleNotFound = () => new AwsError(400, 'RuleNotFound', 'One or more rules not found');

export const duplicateBalancer = (name: string) =>
  new AwsError(
    400,
    'DuplicateLoadBalancerName',
    `A load balancer with the same name '${name}' exists, but with different settings`,
  );

export const duplicateTargetGroup = (name: string) =>
  new AwsError(
    400,
    'DuplicateTargetGroupName',
    `A target group with the same name '${name}' exists, but with different settings`,
  );

export const duplicateListener = (balancerArn: string) =>
  new AwsError(
    400,
    'DuplicateListener',
    `A listener already exists on this port for this load balancer '${balancerArn}'`,
  );

export function subnetNotFound(ids: readonly string[]): AwsError {
  const message =
    ids.length === 1
      ? `The subnet ID '${ids[0]}' does not exist`
      : `The subnet IDs '${ids.join(', ')}' do not exist`;
  return new AwsError(400, 'SubnetNotFound', message);
}

/** Of what the account file describes: it has no more than its description. */
export const describedOnly = (arn: string) =>
  notPermitted(
    `Load balancer '${arn}' is one of the account file: the embedded AWS lists and tags it, and does not change it`,
  );
