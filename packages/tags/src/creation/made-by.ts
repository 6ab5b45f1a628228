import { MAX_VALUE_LENGTH } from '@groundcrew/aws/tagging';
import { type Fields, fieldsOf, textOf } from './api-call.ts';

/**
 * Who made a call, as a tag's value may have it: a user's name, `Role/session` of an assumed role, the session alone
 * for sign-ins through IAM Identity Center (the person's name), `root`, or the service that acted on its own
 * (`autoscaling.amazonaws.com`).
 *
 * Rules: "CloudTrail userIdentity element" in the CloudTrail user guide.
 */
export function madeByOf(userIdentity: Fields): string {
  return toTagValue(nameOf(userIdentity));
}

function nameOf(userIdentity: Fields): string {
  const type = textOf(userIdentity.type);
  const arn = textOf(userIdentity.arn);
  const service = textOf(userIdentity.invokedBy);
  const role = arn === undefined ? undefined : /:assumed-role\/([^/]+)\/(.+)$/.exec(arn);
  if (role) {
    const [, roleName = '', session = ''] = role;
    if (roleName.startsWith('AWSServiceRoleFor')) return service ?? roleName;
    return roleName.startsWith('AWSReservedSSO_') ? session : `${roleName}/${session}`;
  }
  if (type === 'Root') return 'root';
  const federated = arn === undefined ? undefined : /:federated-user\/(.+)$/.exec(arn)?.[1];
  return (
    textOf(userIdentity.userName) ??
    federated ??
    textOf(fieldsOf(userIdentity.onBehalfOf).userId) ??
    service ??
    arn ??
    textOf(userIdentity.principalId) ??
    textOf(userIdentity.accountId) ??
    'unknown'
  );
}

/** With `_` for each character that not every service accepts in a tag. */
function toTagValue(text: string): string {
  const taken = text.replace(/[^\p{L}\p{N}\p{Zs}_.:/=+\-@]/gu, '_').trim();
  return Array.from(taken).slice(0, MAX_VALUE_LENGTH).join('').trim() || 'unknown';
}
