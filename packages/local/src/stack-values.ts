import { GroundcrewError } from '@groundcrew/errors';
import { defaultBucketName, type StackManifest, type Value } from '@groundcrew/lambda';

/** The values of a stack's names and attributes here. */
export interface StackValues {
  readonly resolve: (value: Value) => string;
  readonly bucketName: (id: string) => string;
  readonly tableName: (id: string) => string;
  readonly topicName: (id: string) => string;
  readonly topicArn: (id: string) => string;
  readonly queueName: (id: string) => string;
  readonly queueUrl: (id: string) => string;
  /** APIs are identified by their logical ids here. */
  readonly apiId: (id: string) => string;
}

export interface StackLocation {
  readonly region: string;
  readonly accountId: string;
  /** `http://127.0.0.1:PORT` */
  readonly endpoint: string;
}

/**
 * Determines names and ARNs as a deployment would.
 *
 * @throws GroundcrewError `local.setting.unknown`, `local.setting.refused`: a setting that is not in the stack or
 * whose value is invalid; `local.resource.unknown`: an id that is not in the stack.
 */
export function createStackValues(
  stack: StackManifest,
  settings: Readonly<Record<string, string>>,
  { region, accountId, endpoint }: StackLocation,
): StackValues {
  checkSettings(stack, settings);

  function setting(name: string): string {
    const found = stack.settings.find((candidate) => candidate.name === name);
    if (!found) throw unknownSetting(stack, name);
    return settings[name] ?? found.default;
  }

  function nameOf(value: Value): string {
    return typeof value === 'object' && 'setting' in value ? setting(value.setting) : resolve(value);
  }

  function find<Kind extends { readonly id: string; readonly name: Value }>(
    kinds: readonly Kind[],
    id: string,
  ): string | undefined {
    const found = kinds.find((candidate) => candidate.id === id);
    return found && nameOf(found.name);
  }

  function required(name: string | undefined, kind: string, id: string): string {
    if (name !== undefined) return name;
    throw new GroundcrewError('local.resource.unknown', `the stack ${stack.name} has no ${kind} "${id}"`);
  }

  const bucketName = (id: string) =>
    required(find(stack.buckets, id), 'bucket', id) || defaultBucketName(id, accountId, region);
  const tableName = (id: string) => required(find(stack.tables, id), 'table', id);
  const topicName = (id: string) => required(find(stack.topics, id), 'topic', id);
  const queueName = (id: string) => required(find(stack.queues, id), 'queue', id);
  const topicArn = (id: string) => `arn:aws:sns:${region}:${accountId}:${topicName(id)}`;
  const apiId = (id: string) => required(stack.apis.find((api) => api.id === id)?.id, 'API', id);
  const queueUrl = (id: string) => `${endpoint}/${accountId}/${queueName(id)}`;

  function resolve(value: Value): string {
    if (typeof value === 'string') return value;
    if ('setting' in value) return setting(value.setting);
    const { resource: id, attribute } = value;
    const facts = has(stack.buckets, id)
      ? { name: bucketName(id), arn: `arn:aws:s3:::${bucketName(id)}` }
      : has(stack.tables, id)
        ? { name: tableName(id), arn: `arn:aws:dynamodb:${region}:${accountId}:table/${tableName(id)}` }
        : has(stack.topics, id)
          ? { name: topicName(id), arn: topicArn(id) }
          : {
              name: queueName(id),
              arn: `arn:aws:sqs:${region}:${accountId}:${queueName(id)}`,
              url: queueUrl(id),
            };
    return required((facts as Record<string, string>)[attribute], `resource with a ${attribute}`, id);
  }

  return { resolve, bucketName, tableName, topicName, topicArn, queueName, queueUrl, apiId };
}

function has(kinds: readonly { readonly id: string }[], id: string): boolean {
  return kinds.some((candidate) => candidate.id === id);
}

/**
 * Whether a stack has these settings, and takes these values.
 *
 * @throws GroundcrewError `local.setting.unknown`, `local.setting.refused`
 */
export function checkSettings(
  stack: Pick<StackManifest, 'name' | 'settings'>,
  settings: Readonly<Record<string, string>>,
): void {
  for (const [name, value] of Object.entries(settings)) checkSetting(stack, name, value);
}

function checkSetting(stack: Pick<StackManifest, 'name' | 'settings'>, name: string, value: string): void {
  const found = stack.settings.find((candidate) => candidate.name === name);
  if (!found) throw unknownSetting(stack, name);
  if (found.pattern === undefined || new RegExp(found.pattern, 'u').test(value)) return;
  throw new GroundcrewError(
    'local.setting.refused',
    `setting ${name} is "${value}", which does not match ${found.pattern} (${found.description})`,
  );
}

function unknownSetting(stack: Pick<StackManifest, 'name' | 'settings'>, name: string): GroundcrewError {
  const known = stack.settings.map((setting) => setting.name).join(', ');
  return new GroundcrewError(
    'local.setting.unknown',
    `the stack ${stack.name} has no setting "${name}"; it has ${known || 'none'}`,
  );
}
