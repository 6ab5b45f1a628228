import { denialReason, evaluate } from '@groundcrew/iam';
import { authorizationTable, authorizedArn } from '@groundcrew/iam/reference';
import type { AccessKeys } from '../access-keys.ts';
import { notAuthorized } from '../resource-registry/access-errors.ts';
import type { AwsError, LocalRequest, ServiceCall } from '../service.ts';
import type { FunctionRole } from './role-policies.ts';

/** Decides about the calls of functions by the policies of their roles. */
export interface Authorizer {
  /** The call as IAM sees it: the ARNs in the format of the service authorization reference. */
  normalize(call: ServiceCall): ServiceCall;
  /** The service's own error for a call that the caller's role does not allow; all others may do everything. */
  findDenial(call: ServiceCall, request: LocalRequest): AwsError | undefined;
}

/** A load of a million rows is a few calls, made very often. */
const MAX_REMEMBERED = 10_000;

/** STS API reference, "GetCallerIdentity": also if a policy denies it. */
const NEEDS_NO_PERMISSION = 'sts:GetCallerIdentity';

export function createAuthorizer(
  keys: AccessKeys,
  roles: () => ReadonlyMap<string, FunctionRole> | undefined,
): Authorizer {
  const arns = new Map<string, string>();
  const denials = new Map<string, string | undefined>();

  function denialOf(role: FunctionRole, name: string, action: string, resource: string): string | undefined {
    return remember(denials, `${name} ${action} ${resource}`, () => {
      // The context of a request is not known here; no grant has conditions.
      const decision = evaluate(
        { identity: [role.policy] },
        { action, resource, context: { values: {}, complete: true } },
      );
      return decision.outcome === 'denied' ? denialReason(decision, action) : undefined;
    });
  }

  return {
    normalize({ action, resource, alsoOn, ...call }) {
      const toArn = (one: string) =>
        remember(arns, `${action} ${one}`, () => authorizedArn(authorizationTable, action, one));
      return { ...call, action, resource: toArn(resource), ...(alsoOn && { alsoOn: alsoOn.map(toArn) }) };
    },
    findDenial({ action, resource, alsoOn = [] }, request) {
      if (action === NEEDS_NO_PERMISSION) return undefined;
      const name = keys.functionOf(request.accessKeyId);
      const role = name === undefined ? undefined : roles()?.get(name);
      if (name === undefined || role === undefined) return undefined;
      for (const one of [resource, ...alsoOn]) {
        const reason = denialOf(role, name, action, one);
        if (reason !== undefined) return notAuthorized(action, keys.identityOf(request).arn, one, reason);
      }
      return undefined;
    },
  };
}

function remember<Value>(memory: Map<string, Value>, key: string, decide: () => Value): Value {
  if (memory.has(key)) return memory.get(key)!;
  const value = decide();
  if (memory.size >= MAX_REMEMBERED) memory.clear();
  memory.set(key, value);
  return value;
}
