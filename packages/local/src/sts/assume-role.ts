import type { AccessKeys } from '../access-keys.ts';
import type { Organization } from '../account/index.ts';
import type { Form } from '../form.ts';
import { AwsError, type LocalRequest } from '../service.ts';
import type { XmlElements } from '../xml.ts';

const DEFAULT_DURATION_SECONDS = 3600;

/**
 * Issues keys of a described role. They expire; the secret key and the session token are not checked.
 *
 * Rules: "AssumeRole" of the STS API reference.
 *
 * @throws AwsError `ValidationError`, `AccessDenied`
 */
export function assumeRole(
  form: Form,
  request: LocalRequest,
  context: { readonly organization: Organization; readonly keys: AccessKeys; readonly nowMs: number },
): XmlElements {
  const { organization, keys, nowMs } = context;
  const roleArn = form.text('RoleArn') ?? '';
  const sessionName = form.text('RoleSessionName') ?? '';
  const durationSeconds = Number(form.text('DurationSeconds') ?? DEFAULT_DURATION_SECONDS);
  const [, accountId = '', name = ''] = /^arn:[\w-]+:iam::(\d{12}):role\/([\w+=,.@/-]+)$/.exec(roleArn) ?? [];
  if (name === '') throw invalid('roleArn', roleArn, 'be the ARN of a role');
  if (!/^[\w+=,.@-]{2,64}$/.test(sessionName)) {
    throw invalid('roleSessionName', sessionName, 'satisfy regular expression pattern: [\\w+=,.@-]{2,64}');
  }
  if (!(durationSeconds >= 900 && durationSeconds <= 43_200)) {
    throw invalid('durationSeconds', String(durationSeconds), 'be from 900 to 43200');
  }

  const sourceIdentity = form.text('SourceIdentity');
  if (sourceIdentity !== undefined && !/^[\w+=,.@-]{2,64}$/.test(sourceIdentity)) {
    throw invalid('sourceIdentity', sourceIdentity, 'satisfy regular expression pattern: [\\w+=,.@-]{2,64}');
  }

  const role = organization.account(accountId)?.roles?.find((candidate) => candidate.name === name);
  const isTrusted = role && (role.externalId === undefined || role.externalId === form.text('ExternalId'));
  if (!isTrusted) {
    const { arn } = keys.identityOf(request);
    throw new AwsError(
      403,
      'AccessDenied',
      `User: ${arn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
    );
  }

  const expiresAt = nowMs + durationSeconds * 1000;
  const arn = `arn:aws:sts::${accountId}:assumed-role/${name.slice(name.lastIndexOf('/') + 1)}/${sessionName}`;
  const userId = `AROALOCAL${accountId}:${sessionName}`;
  const accessKeyId = keys.issueSession({ caller: request.caller, accountId, arn, userId, expiresAt });
  return {
    SourceIdentity: sourceIdentity,
    AssumedRoleUser: { AssumedRoleId: userId, Arn: arn },
    Credentials: {
      AccessKeyId: accessKeyId,
      SecretAccessKey: 'local',
      SessionToken: `local-${accessKeyId}`,
      Expiration: new Date(expiresAt).toISOString(),
    },
  };
}

function invalid(field: string, value: string, rule: string): AwsError {
  return new AwsError(
    400,
    'ValidationError',
    `1 validation error detected: Value '${value}' at '${field}' failed to satisfy constraint: Member must ${rule}`,
  );
}
