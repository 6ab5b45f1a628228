import { GroundcrewError } from '@groundcrew/errors';
import type { FunctionManifest } from '@groundcrew/lambda';

/** The manifest asks for what the templates do not make. */
export function unsupportedTrigger(manifest: FunctionManifest): GroundcrewError {
  return new GroundcrewError(
    'deploy.trigger.unsupported',
    `function ${JSON.stringify(manifest.name)} has a trigger of type ${JSON.stringify(manifest.trigger.type)}, ` +
      'which neither template makes; add it to deploy/sam/functions.ts and deploy/cdk/functions.ts',
    { fault: 'bug' },
  );
}

/** The manifest names a resource that it does not describe. */
export function unknownResource(kind: string, id: string): GroundcrewError {
  return new GroundcrewError(
    'deploy.resource.unknown',
    `the manifest refers to the ${kind} ${JSON.stringify(id)}, which it does not describe; see functions/stacks`,
    { fault: 'bug' },
  );
}
