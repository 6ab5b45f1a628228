import type { Faults } from '../faults/faults.ts';
import { createJsonReader, type JsonInput } from '../json-service.ts';
import {
  accessDenied,
  type CallerContext,
  findTagTextProblem,
  isTaggableService,
  type ResourceRegistry,
  serviceOfArn,
  type TagChange,
  tagAction,
} from '../resource-registry/index.ts';
import { AwsError, type LocalRequest } from '../service.ts';
import { invalidParameter } from './errors.ts';
import { findAt } from './tagged-resources.ts';

const reader = createJsonReader(invalidParameter);

/** What a TagResources or an UntagResources asks for. */
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
 * Tags each resource, or tells why not.
 *
 * Rules: "TagResources", "UntagResources", "FailureInfo" of the Resource Groups Tagging API reference: the resource's own
 * service has to allow it too, and its error is told.
 */
export async function tagResources(
  { operation, arns, change }: Tagging,
  request: LocalRequest,
  place: CallerContext,
  { registry, faults }: { readonly registry: ResourceRegistry; readonly faults: () => Faults | undefined },
): Promise<object> {
  const failed: Record<string, object> = {};
  for (const arn of arns) {
    try {
      await tagOne(arn);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      failed[arn] = { StatusCode: error.status, ErrorCode: error.code, ErrorMessage: error.message };
    }
  }
  return { FailedResourcesMap: failed };

  async function tagOne(arn: string): Promise<void> {
    const service = serviceOfArn(arn);
    if (!isTaggableService(service) || !findAt(registry, arn, place)) {
      throw invalidParameter(`There is no resource "${arn}" in ${place.region} of ${place.accountId}`);
    }
    const code = faults()?.tags.failureOf(request.caller, operation);
    if (code !== undefined) throw new AwsError(statusOf(code), code, 'a failure, made on purpose');
    const action = tagAction(service, operation === 'TagResources' ? 'tag' : 'untag');
    // The tags that are there already have to be put with the new ones.
    const actions = service === 's3' ? ['s3:GetBucketTagging', action] : [action];
    for (const needed of actions) await request.reportCall({ action: needed, resource: arn, operation });
    if (registry.isDenied(place, service)) throw accessDenied(action, place.callerArn, arn);
    registry.change(arn, change, { callerArn: place.callerArn, action });
  }
}

function statusOf(code: string): number {
  return code.startsWith('Internal') ? 500 : 400;
}

function checkText(what: 'key' | 'value', text: string, minLength: number, maxLength: number): void {
  const problem = findTagTextProblem(what, text, minLength, maxLength);
  if (problem) throw invalidParameter(problem.message);
}
