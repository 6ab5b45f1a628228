import { AwsError } from '../service.ts';
import type { TagProblem } from './tag-rules.ts';

/** The permissions and error codes of a service's tag changes. */
interface TagCalls {
  /** The IAM actions of setting tags, in addition to `tag:TagResources` when called through the tagging API. */
  readonly tag: string;
  readonly untag: string;
  readonly notFound: readonly [status: number, code: string];
  readonly invalid: readonly [status: number, code: string];
  readonly tooMany: readonly [status: number, code: string];
}

/** Codes: the API references' pages of the actions. */
const calls: Readonly<Record<string, TagCalls>> = {
  dynamodb: {
    tag: 'dynamodb:TagResource',
    untag: 'dynamodb:UntagResource',
    notFound: [400, 'ResourceNotFoundException'],
    invalid: [400, 'ValidationException'],
    tooMany: [400, 'LimitExceededException'],
  },
  ec2: {
    tag: 'ec2:CreateTags',
    untag: 'ec2:DeleteTags',
    notFound: [400, 'InvalidID'],
    invalid: [400, 'InvalidParameterValue'],
    tooMany: [400, 'TagLimitExceeded'],
  },
  elasticloadbalancing: {
    tag: 'elasticloadbalancing:AddTags',
    untag: 'elasticloadbalancing:RemoveTags',
    notFound: [400, 'LoadBalancerNotFound'],
    invalid: [400, 'ValidationError'],
    tooMany: [400, 'TooManyTags'],
  },
  lambda: {
    tag: 'lambda:TagResource',
    untag: 'lambda:UntagResource',
    notFound: [404, 'ResourceNotFoundException'],
    invalid: [400, 'InvalidParameterValueException'],
    tooMany: [400, 'InvalidParameterValueException'],
  },
  logs: {
    tag: 'logs:TagResource',
    untag: 'logs:UntagResource',
    notFound: [400, 'ResourceNotFoundException'],
    invalid: [400, 'InvalidParameterException'],
    tooMany: [400, 'TooManyTagsException'],
  },
  'resource-groups': {
    tag: 'resource-groups:Tag',
    untag: 'resource-groups:Untag',
    notFound: [404, 'NotFoundException'],
    invalid: [400, 'BadRequestException'],
    tooMany: [400, 'BadRequestException'],
  },
  route53: {
    tag: 'route53:ChangeTagsForResource',
    untag: 'route53:ChangeTagsForResource',
    notFound: [404, 'NoSuchHostedZone'],
    invalid: [400, 'InvalidInput'],
    tooMany: [400, 'InvalidInput'],
  },
  s3: {
    tag: 's3:PutBucketTagging',
    untag: 's3:PutBucketTagging',
    notFound: [404, 'NoSuchBucket'],
    invalid: [400, 'InvalidTag'],
    tooMany: [400, 'BadRequest'],
  },
  sns: {
    tag: 'sns:TagResource',
    untag: 'sns:UntagResource',
    notFound: [404, 'ResourceNotFound'],
    invalid: [400, 'InvalidParameter'],
    tooMany: [400, 'TagLimitExceeded'],
  },
  sqs: {
    tag: 'sqs:TagQueue',
    untag: 'sqs:UntagQueue',
    notFound: [400, 'QueueDoesNotExist'],
    invalid: [400, 'InvalidParameterValueException'],
    tooMany: [400, 'InvalidParameterValueException'],
  },
};

/** Of a service that has resources only by description: its own names and codes are not known here (unverified). */
function callsOf(service: string): TagCalls {
  return (
    (Object.hasOwn(calls, service) ? calls[service] : undefined) ?? {
      tag: `${service}:TagResource`,
      untag: `${service}:UntagResource`,
      notFound: [404, 'ResourceNotFoundException'],
      invalid: [400, 'ValidationException'],
      tooMany: [400, 'TooManyTagsException'],
    }
  );
}

/** The IAM action that a change of tags needs of the service itself. */
export function tagAction(service: string, change: 'tag' | 'untag'): string {
  return callsOf(service)[change];
}

/** A service's error for invalid tags. */
export function tagProblemError(service: string, { kind, message }: TagProblem): AwsError {
  const [status, code] = callsOf(service)[kind === 'invalid' ? 'invalid' : 'tooMany'];
  return new AwsError(status, code, message);
}

/** A service's error when the resource of a tag call does not exist. */
export function noSuchResource(service: string, arn: string): AwsError {
  const [status, code] = callsOf(service).notFound;
  return new AwsError(
    status,
    code,
    `The resource "${arn}" does not exist; check its name, region and account`,
  );
}
