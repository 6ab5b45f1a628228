import { readBody } from '../http-server/read-body.ts';
import { createJsonReader, readJsonInput } from '../json-service.ts';
import {
  type CallerContext,
  type ListedResource,
  noSuchResource,
  type ResourceRegistry,
} from '../resource-registry/index.ts';
import { AwsError, type LocalRequest, type LocalResponse } from '../service.ts';

const reader = createJsonReader((message) => new AwsError(400, 'InvalidParameterValueException', message));
const TAG_PREFIX = '/2017-03-31/tags/';
const PAGE_SIZE = 50;
const MAX_BODY_BYTES = 64 * 1024;

/** Whether a request is about the tags of a function. */
export function isTagPath(path: string): boolean {
  return path.startsWith(TAG_PREFIX);
}

/** Lists functions of all regions and accounts. */
export async function listFunctions(
  request: LocalRequest,
  registry: ResourceRegistry,
  configurationOf: (resource: ListedResource) => object,
): Promise<object> {
  const operation = 'ListFunctions';
  const caller = await registry.authorize(request, {
    action: 'lambda:ListFunctions',
    resource: '*',
    operation,
  });
  const maxItems = request.query.get('MaxItems');
  const input = { MaxItems: maxItems === null ? undefined : Number(maxItems) };
  // A page has at most 50, even if more are requested: "ListFunctions" of the Lambda API reference.
  const limit = Math.min(reader.number(input, 'MaxItems', 1, 10_000) ?? PAGE_SIZE, PAGE_SIZE);
  const after = readMarker(request.query.get('Marker') ?? '');
  for (const name of ['FunctionVersion', 'MasterRegion']) {
    const value = request.query.get(name) ?? 'ALL';
    if (value !== 'ALL') {
      throw new AwsError(
        400,
        'InvalidParameterValueException',
        `${name} must be ALL, not ${value}: functions here have one version, in one region`,
      );
    }
  }
  const later = registry.list('lambda:function', caller).filter(({ name }) => name > after);
  const page = later.slice(0, limit);
  return {
    Functions: page.map(configurationOf),
    ...(page.length < later.length && { NextMarker: Buffer.from(page.at(-1)!.name).toString('base64url') }),
  };
}

/** @throws AwsError `InvalidParameterValueException` for a marker that no page returned */
function readMarker(marker: string): string {
  const after = Buffer.from(marker, 'base64url').toString();
  if (Buffer.from(after).toString('base64url') === marker) return after;
  throw new AwsError(400, 'InvalidParameterValueException', `The Marker "${marker}" is not one of a page`);
}

/** The configuration of a function that is only described. */
export function describedConfiguration({ name, arn, createdMs }: ListedResource): object {
  return {
    FunctionName: name,
    FunctionArn: arn,
    Runtime: 'nodejs24.x',
    Architectures: ['arm64'],
    PackageType: 'Zip',
    Handler: 'index.handler',
    MemorySize: 128,
    Timeout: 3,
    LastModified: new Date(createdMs).toISOString().replace('Z', '+0000'),
    Version: '$LATEST',
    State: 'Active',
    LastUpdateStatus: 'Successful',
  };
}

/** ListTags, TagResource and UntagResource. */
export async function tagFunction(request: LocalRequest, registry: ResourceRegistry): Promise<LocalResponse> {
  const arn = decodePathPart(request.path.slice(TAG_PREFIX.length));
  switch (request.method) {
    case 'GET': {
      const { target } = await authorizeResource('ListTags', arn, request, registry);
      const Tags = registry.tagsOf(target, registry.tagReadFor(request, 'ListTags'));
      return {
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ Tags }),
      };
    }
    case 'POST': {
      const { target, caller, action } = await authorizeResource('TagResource', arn, request, registry);
      const set = reader.map(readJsonInput(await readBody(request, MAX_BODY_BYTES)), 'Tags', 50);
      registry.change(target.arn, { set }, { ...caller, action });
      return { status: 204 };
    }
    case 'DELETE': {
      const { target, caller, action } = await authorizeResource('UntagResource', arn, request, registry);
      registry.change(target.arn, { remove: request.query.getAll('tagKeys') }, { ...caller, action });
      return { status: 204 };
    }
    default:
      throw new AwsError(
        404,
        'UnknownOperationException',
        `${request.method} ${request.path} is not supported`,
      );
  }
}

function decodePathPart(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    throw new AwsError(400, 'InvalidParameterValueException', `"${encoded}" is not an encoded ARN`);
  }
}

async function authorizeResource(
  operation: string,
  arn: string,
  request: LocalRequest,
  registry: ResourceRegistry,
): Promise<{ readonly target: ListedResource; readonly caller: CallerContext; readonly action: string }> {
  const action = `lambda:${operation}`;
  const caller = await registry.authorize(request, { action, resource: arn, operation });
  const target = registry.find(arn);
  if (
    target?.type === 'lambda:function' &&
    target.accountId === caller.accountId &&
    target.region === caller.region
  ) {
    return { target, caller, action };
  }
  throw noSuchResource('lambda', arn);
}
