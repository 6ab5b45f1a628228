import { GroundcrewError } from '@groundcrew/errors';
import type { StackManifest, StateMachineManifest } from '@groundcrew/lambda';
import { unknownResource } from './errors.ts';

/** The name of a state machine in an account. */
export function stateMachineName(name: string): string {
  return `groundcrew-${name}`;
}

/**
 * The name of the log group of a state machine's executions. For the prefix see `apiLogGroupName`; Step Functions'
 * own page recommends it too (developer guide, "Using CloudWatch Logs to log execution history").
 */
export function stateMachineLogGroupName(name: string): string {
  return `/aws/vendedlogs/states/${stateMachineName(name)}`;
}

/**
 * The definition as `DefinitionString`. A text, not `Definition`: CloudFormation makes texts of the numbers of an
 * object.
 *
 * @throws GroundcrewError `deploy.resource.unknown`: a function that the stack does not have; `deploy.substitution.unknown`: a
 * `${…}` without a value, or a value that no text contains
 */
export function definitionString(stack: StackManifest, manifest: StateMachineManifest): string {
  const text = JSON.stringify(manifest.definition, undefined, 2);
  const used = new Set([...text.matchAll(/\$\{([^}]*)\}/g)].map(([, name]) => name!));
  const given = new Set(Object.keys(manifest.substitutions));
  for (const name of [...used, ...given]) {
    if (used.has(name) && given.has(name)) continue;
    throw new GroundcrewError(
      'deploy.substitution.unknown',
      `the state machine ${JSON.stringify(manifest.name)} has a substitution ${JSON.stringify(name)} ` +
        `${used.has(name) ? 'without a value' : 'that its definition does not contain'}; see its manifest`,
      { fault: 'bug' },
    );
  }
  for (const value of Object.values(manifest.substitutions)) {
    if (typeof value === 'string' || !('function' in value)) continue;
    if (!stack.functions.some(({ name }) => name === value.function)) {
      throw unknownResource('function', value.function);
    }
  }
  return text;
}
