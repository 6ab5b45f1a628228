import { GroundcrewError } from '@groundcrew/errors';

/** The manifest refers to a resource that it does not describe. */
export function unknownResource(kind: string, id: string): GroundcrewError {
  return new GroundcrewError(
    'deploy.resource.unknown',
    `the manifest refers to the ${kind} ${JSON.stringify(id)}, which it does not describe; see functions/stacks`,
    { fault: 'bug' },
  );
}
