import { GroundcrewError } from '@groundcrew/errors';

export function tagValueNotText(changeId: string, value: unknown): GroundcrewError {
  return new GroundcrewError(
    'tags.plan.no-text',
    `the change ${changeId} sets a tag to ${JSON.stringify(value)}, which is not a string; make the plan again (groundcrew tags plan)`,
    { details: { changeId } },
  );
}

export function tagsUnknown(arn: string): GroundcrewError {
  return new GroundcrewError(
    'tags.read.unknown',
    `the tags of ${arn} can't be read: the tagging API does not return it, and its own service may not be called; allow that, or plan without its type (--types)`,
    { details: { arn } },
  );
}

export function unknownFailure(arn: string): GroundcrewError {
  return new GroundcrewError(
    'tags.apply.unknown-failure',
    `the tagging API reported a failure of ${arn}, which was not in the call; nothing of the call counts as done`,
    { fault: 'service', details: { arn } },
  );
}
