import type { StackManifest } from '@groundcrew/lambda';
import type { FunctionRole } from '../access/role-policies.ts';
import { stateMachineRoleName } from '../access/role-policies.ts';
import { functionArn } from '../lambda/function-arn.ts';
import type { StackLocation, StackValues } from '../stack-values.ts';
import type { StepFunctions } from './step-functions.ts';

/**
 * Deploys the state machines of a stack, their substitutions filled in as CloudFormation does.
 *
 * @throws AwsError `InvalidDefinition`: a definition uses what is not carried out here
 */
export function deployStateMachines(
  { stateMachines }: StackManifest,
  values: StackValues,
  { region, accountId }: StackLocation,
  roles: ReadonlyMap<string, FunctionRole>,
  stepFunctions: StepFunctions,
): void {
  for (const { name, definition, substitutions } of stateMachines) {
    const text = JSON.stringify(definition).replace(/\$\{([^}]*)\}/g, (written, key: string) => {
      const value = Object.hasOwn(substitutions, key) ? substitutions[key]! : undefined;
      if (value === undefined) return written;
      const resolved =
        typeof value !== 'string' && 'function' in value
          ? functionArn(value.function, region, accountId)
          : values.resolve(value);
      // Within a JSON string.
      return JSON.stringify(resolved).slice(1, -1);
    });
    stepFunctions.deploy({ name, definition: text, roleArn: roles.get(stateMachineRoleName(name))!.arn });
  }
}
