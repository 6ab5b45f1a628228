import { fillFormat, hasFormat } from './arn-format.ts';
import { type AuthorizationTable, factsOf, formatsOf } from './table.ts';

/** What the reference holds against a call of an action on a resource; `undefined`: nothing. */
export function findCallProblem(
  table: AuthorizationTable,
  action: string,
  resource: string,
): string | undefined {
  const facts = factsOf(table, action);
  if (facts === undefined) return `${action} is not among the actions of the table`;
  const formats = Object.values(formatsOf(table, action));
  if (resource === '*') {
    const required = Object.entries(facts.resourceTypes).find(([, { required }]) => required);
    return required && `${action} is about a resource of the type ${required[0]}, not about "*"`;
  }
  if (formats.some((format) => hasFormat(resource, format))) return undefined;
  if (formats.length === 0) return `${action} is about no resource, but was called on ${resource}`;
  return `${action} is about ${formats.slice(0, 3).join(', ')}, not about ${resource}`;
}

/** The parts of an ARN that a resource may have in common with others. */
const ARN_PATTERN = /^arn:([^:]*):([^:]*):([^:]*):([^:]*):(.*)$/s;

/**
 * The ARN that an action is authorized on: by the reference's format, whatever the caller knows the resource as. The
 * snapshots and images of EC2 have no account in it, although they belong to one.
 */
export function authorizedArn(table: AuthorizationTable, action: string, resource: string): string {
  const formats = Object.values(formatsOf(table, action));
  if (formats.some((format) => hasFormat(resource, format))) return resource;
  const [, Partition, , Region, Account, name = ''] = ARN_PATTERN.exec(resource) ?? [];
  if (Partition === undefined) return resource;
  for (const format of formats) {
    const [, , service, region = '', account = '', ownName = ''] = ARN_PATTERN.exec(format) ?? [];
    const blank = fillFormat(ownName, {});
    const arn = `arn:${Partition}:${service}:${region && Region}:${account && Account}:${name}`;
    if (blank !== '*' && hasFormat(arn, format)) return arn;
  }
  return resource;
}
