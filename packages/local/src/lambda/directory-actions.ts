import { type Directory, type ListedResource, noSuchResource, type Place } from '../directory/index.ts';
import { readBody } from '../front/read-body.ts';
import { createJsonReader, readJsonInput } from '../json-service.ts';
import { AwsError, type LocalRequest, type LocalResponse } from '../service.ts';

const reader = createJsonReader((message) => new AwsError(400, 'InvalidParameterValueException', message));
const tagPrefix = '/2017-03-31/tags/';
const pageSize = 50;
const maxBodyBytes = 64 * 1024;

/** Whether a request is about the tags of a function. */
export function isTagPath(path: string): boolean {
  return path.startsWith(tagPrefix);
}

/** Lists functions of all regions and accounts. */
export async function listFunctions(
  request: LocalRequest,
  directory: Directory,
  configurationOf: (resource: ListedResource) => object,
): Promise<object> {
  const operation = 'ListFunctions';
  const place = await directory.admit(request, { action: 'lambda:ListFunctions', resource: '*', operation });
  const maxItems = request.query.get('MaxItems');
  const asked = { MaxItems: maxItems === null ? undefined : Number(maxItems) };
  // A page holds 50 at most, also where more are asked for: "ListFunctions" of the Lambda API reference.
  const most = Math.min(reader.number(asked, 'MaxItems', 1, 10_000) ?? pageSize, pageSize);
  const marker = request.query.get('Marker') ?? '';
  const after = Buffer.from(marker, 'base64url').toString();
  const later = directory.list('lambda:function', place).filter(({ name }) => name > after);
  const page = later.slice(0, most);
  return {
    Functions: page.map(configurationOf),
    ...(page.length < later.length && { NextMarker: Buffer.from(page.at(-1)!.name).toString('base64url') }),
  };
}

/** What is told of a function that is only described. */
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
export async function tagFunction(request: LocalRequest, directory: Directory): Promise<LocalResponse> {
  const arn = decodeURIComponent(request.path.slice(tagPrefix.length));
  switch (request.method) {
    case 'GET': {
      const { target } = await admitTo('ListTags', arn, request, directory);
      const Tags = directory.tagsOf(target, directory.readFor(request, 'ListTags'));
      return {
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ Tags }),
      };
    }
    case 'POST': {
      const { target, place, action } = await admitTo('TagResource', arn, request, directory);
      const set = reader.map(readJsonInput(await readBody(request, maxBodyBytes)), 'Tags', 50);
      directory.change(target.arn, { set }, { ...place, action });
      return { status: 204 };
    }
    case 'DELETE': {
      const { target, place, action } = await admitTo('UntagResource', arn, request, directory);
      directory.change(target.arn, { remove: request.query.getAll('tagKeys') }, { ...place, action });
      return { status: 204 };
    }
    default:
      throw new AwsError(404, 'UnknownOperationException', `${request.method} ${request.path} is not served`);
  }
}

async function admitTo(
  operation: string,
  arn: string,
  request: LocalRequest,
  directory: Directory,
): Promise<{ readonly target: ListedResource; readonly place: Place; readonly action: string }> {
  const action = `lambda:${operation}`;
  const place = await directory.admit(request, { action, resource: arn, operation });
  const target = directory.find(arn);
  if (
    target?.type === 'lambda:function' &&
    target.accountId === place.accountId &&
    target.region === place.region
  ) {
    return { target, place, action };
  }
  throw noSuchResource('lambda', arn);
}
