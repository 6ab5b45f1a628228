import { GroundcrewError } from '@groundcrew/errors';

export function tagValueNotText(changeId: string, value: unknown): GroundcrewError {
  return new GroundcrewError(
    'tags.plan.no-text',
    `the change ${changeId} makes a tag ${JSON.stringify(value)}, which is no text; make the plan anew (groundcrew tags plan)`,
    { details: { changeId } },
  );
}

export function tagsUnknown(arn: string): GroundcrewError {
  return new GroundcrewError(
    'tags.read.unknown',
    `the tags of ${arn} can't be read: the tagging API does not know it, and its own service may not be asked; allow that, or plan without its type (--types)`,
    { details: { arn } },
  );
}

export function unknownFailure(arn: string): GroundcrewError {
  return new GroundcrewError(
    'tags.apply.unknown-failure',
    `the tagging API told that ${arn} failed, which was not in the call; nothing of the call is taken for done`,
    { fault: 'service', details: { arn } },
  );
}
