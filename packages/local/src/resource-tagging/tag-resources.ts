import type { Faults } from '../faults/faults.ts';
import { createJsonReader, type JsonInput } from '../json-service.ts';
import {
  accessDenied,
  type CallerContext,
  findTagTextProblem,
  type ResourceRegistry,
  serviceOfArn,
  type TagChange,
  tagAction,
} from '../resource-registry/index.ts';
import { AwsError, type LocalRequest } from '../service.ts';
import { invalidParameter } from './errors.ts';
import { findAt } from './tagged-resources.ts';

const reader = createJsonReader(invalidParameter);

/** The change that a TagResources or an UntagResources requests. */
export interface Tagging {
  readonly operation: 'TagResources' | 'UntagResources';
  readonly arns: readonly string[];
  readonly change: TagChange;
}

/** @throws AwsError `InvalidParameterException`: nothing is tagged */
export function readTagging(operation: Tagging['operation'], input: JsonInput): Tagging {
  const arns = [...new Set(reader.texts(input, 'ResourceARNList', 1, 20) ?? [])];
  if (arns.length === 0) throw invalidParameter('ResourceARNList is missing');
  if (operation === 'UntagResources') {
    const remove = reader.texts(input, 'TagKeys', 1, 50);
    if (!remove) throw invalidParameter('TagKeys is missing');
    for (const key of remove) checkText('key', key, 1, 128);
    return { operation, arns, change: { remove } };
  }
  const set = reader.map(input, 'Tags', 50);
  if (Object.keys(set).length === 0) throw invalidParameter('Tags is missing');
  for (const [key, value] of Object.entries(set)) {
    checkText('key', key, 1, 128);
    checkText('value', value, 0, 256);
  }
  return { operation, arns, change: { set } };
}

/**
 * Tags each resource, or returns its error.
 *
 * Rules: "TagResources", "UntagResources", "FailureInfo" of the Resource Groups Tagging API reference: the resource's own
 * service must allow it too, and its error is returned.
 */
export async function tagResources(
  { operation, arns, change }: Tagging,
  request: LocalRequest,
  caller: CallerContext,
  { registry, faults }: { readonly registry: ResourceRegistry; readonly faults: () => Faults | undefined },
): Promise<object> {
  // Not an object: what is not an ARN may have any name, such as `__proto__`.
  const failed = new Map<string, object>();
  for (const arn of arns) {
    try {
      await tagOne(arn);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      failed.set(arn, { StatusCode: error.status, ErrorCode: error.code, ErrorMessage: error.message });
    }
  }
  return { FailedResourcesMap: Object.fromEntries(failed) };

  async function tagOne(arn: string): Promise<void> {
    const service = serviceOfArn(arn);
    if (!findAt(registry, arn, caller)) {
      throw invalidParameter(
        `The resource "${arn}" does not exist in ${caller.region} of ${caller.accountId}`,
      );
    }
    const code = faults()?.tags.failureOf(request.caller, operation);
    if (code !== undefined) throw new AwsError(statusOf(code), code, 'an injected failure');
    const action = tagAction(service, operation === 'TagResources' ? 'tag' : 'untag');
    // The existing tags have to be put together with the new ones.
    const actions = service === 's3' ? ['s3:GetBucketTagging', action] : [action];
    for (const needed of actions) await request.reportCall({ action: needed, resource: arn, operation });
    if (registry.isDenied(caller, service)) throw accessDenied(action, caller.callerArn, arn);
    registry.change(arn, change, { callerArn: caller.callerArn, action });
  }
}

function statusOf(code: string): number {
  return code.startsWith('Internal') ? 500 : 400;
}

function checkText(what: 'key' | 'value', text: string, minLength: number, maxLength: number): void {
  const problem = findTagTextProblem(what, text, minLength, maxLength);
  if (problem) throw invalidParameter(problem.message);
}
