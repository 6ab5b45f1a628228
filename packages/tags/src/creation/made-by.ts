import { MAX_VALUE_LENGTH } from '@groundcrew/aws/tagging';
import { type Fields, fieldsOf, textOf } from './api-call.ts';
import { serviceOfRole } from './service-linked-roles.ts';

/**
 * Who made a call, as a valid tag value:
 *
 * - the source identity of a session, if it has one: `sourceIdentity`
 * - `Role/session` of an assumed role; the session alone for sign-ins through IAM Identity Center (the person's name)
 * - a user's name; `root`
 * - the service that acted on its own: `autoscaling.amazonaws.com`. If a person acts through a service, it is the person.
 *
 * Rules: "CloudTrail userIdentity element" in the CloudTrail user guide; "Monitor and control actions taken with assumed
 * roles" in the IAM user guide.
 */
export function madeByOf(userIdentity: Fields): string {
  return toTagValue(nameOf(userIdentity));
}

function nameOf(userIdentity: Fields): string {
  const type = textOf(userIdentity.type);
  const arn = textOf(userIdentity.arn);
  const session = fieldsOf(userIdentity.sessionContext);
  const invokedBy = textOf(userIdentity.invokedBy);
  const service = isService(invokedBy) ? invokedBy : undefined;
  const person = textOf(session.sourceIdentity);
  if (person !== undefined) return person;
  const role = arn === undefined ? undefined : /:assumed-role\/([^/]+)\/(.+)$/.exec(arn);
  if (role) {
    const [, roleName = '', sessionName = ''] = role;
    const ofService = serviceOfRole(roleName, textOf(fieldsOf(session.sessionIssuer).arn));
    if (ofService !== undefined) return ofService.service ?? service ?? roleName;
    return roleName.startsWith('AWSReservedSSO_') ? sessionName : `${roleName}/${sessionName}`;
  }
  // A service that has no role of its own in the account acts as the account: nobody signed in as root.
  if (type === 'Root') return service ?? 'root';
  const federated = arn === undefined ? undefined : /:federated-user\/(.+)$/.exec(arn)?.[1];
  return (
    textOf(userIdentity.userName) ??
    federated ??
    textOf(fieldsOf(userIdentity.onBehalfOf).userId) ??
    service ??
    arn ??
    textOf(userIdentity.principalId) ??
    textOf(userIdentity.accountId) ??
    invokedBy ??
    'unknown'
  );
}

/** Not `AWS Internal`, and not the page where people sign in. */
function isService(invokedBy: string | undefined): boolean {
  return (
    invokedBy !== undefined &&
    /^[a-z0-9.-]+\.(amazonaws|amazon)\.com(\.cn)?$/.test(invokedBy) &&
    !invokedBy.startsWith('signin.')
  );
}

/** With `_` for each character that not every service accepts in a tag. */
function toTagValue(text: string): string {
  const taken = text.replace(/[^\p{L}\p{N}\p{Zs}_.:/=+\-@]/gu, '_').trim();
  return Array.from(taken).slice(0, MAX_VALUE_LENGTH).join('').trim() || 'unknown';
}
