import { type CodesOf, declareErrors, type ErrorDeclaration } from '@groundcrew/errors';
import type { ServiceErrorReason } from './service-error-reason.ts';

export const errorCodes = declareErrors({
  'aws-core.config.malformed': {
    meaning:
      'A line of `~/.aws/config` or `~/.aws/credentials` cannot be read, or can be read in two ways; the message has its number.',
    action: 'Correct the line.',
  },
  'aws-core.config.missing': {
    meaning: 'A file that `AWS_CONFIG_FILE` or `AWS_SHARED_CREDENTIALS_FILE` names does not exist.',
    action: 'Correct or unset the variable: without the file another identity might be used.',
  },
  'aws-core.config.unreadable': {
    meaning: '`~/.aws/config` or `~/.aws/credentials` is there and cannot be read.',
    action: 'Correct its permissions: without it another identity might be used.',
  },
  'aws-core.credentials.incomplete': {
    meaning:
      'The environment has an access key without its secret, a secret or token without its access key, or a malformed expiration.',
    action: 'Set `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`, or unset both.',
  },
  'aws-core.credentials.malformed': {
    meaning:
      'An access key, a secret or a session token has a blank, a line break, a quotation mark or another character that none has.',
    action:
      'Set it again without; a `.env` file with the line ends of Windows adds one, `docker run --env-file` keeps quotation marks, and a comment in `~/.aws/credentials` stands on a line of its own.',
  },
  'aws-core.credentials.none': {
    meaning:
      'There are no credentials in the environment or the configuration files, and none were given to this machine.',
    action: 'Set `AWS_PROFILE`, or run `aws configure` or `aws sso login`.',
  },
  'aws-core.credentials.unsupported': {
    meaning:
      'A source of credentials that `aws` reads is not read here; what follows it would be another identity.',
    action: 'Put the keys into a profile: `aws configure`.',
  },
  'aws-core.endpoint.invalid': {
    meaning: 'The endpoint of a variable or a profile is not a URL.',
    action: 'Write it as `http://127.0.0.1:4566`.',
  },
  'aws-core.endpoint.misnamed': {
    meaning:
      'A variable sets the endpoint of a service by a name that is not the one of its settings, such as `LOGS`.',
    action: 'Write the name of the settings: `AWS_ENDPOINT_URL_CLOUDWATCH_LOGS`.',
  },
  'aws-core.network.ca-bundle': {
    meaning: 'The file of certificates of `AWS_CA_BUNDLE` or `ca_bundle` cannot be read, or contains none.',
    action: 'Correct its path.',
  },
  'aws-core.network.proxy': {
    meaning:
      'The proxy of `HTTPS_PROXY` or `HTTP_PROXY` is not a URL, or this version of Node cannot use one.',
    action: 'Write `http://HOST:PORT`; use Node 22.21, 24.5 or newer.',
  },
  'aws-core.profile.incomplete': {
    meaning:
      'A setting of the profile is missing, contradicts another one or names something that does not exist.',
    action: 'Correct the line that the message names.',
  },
  'aws-core.profile.loop': {
    meaning: "Profiles are each other's `source_profile`.",
    action: 'Let one of them have credentials of its own.',
  },
  'aws-core.profile.no-credentials': {
    meaning:
      'The profile that was named has no credentials. Those of another source are not used in its place.',
    action: 'Add credentials to the profile, or do not name it.',
  },
  'aws-core.profile.not-found': {
    meaning: 'The profile of `--profile`, `AWS_PROFILE` or `AWS_DEFAULT_PROFILE` does not exist.',
    action: 'Correct its name; `aws configure list-profiles` lists them.',
  },
  'aws-core.profile.unread': {
    meaning:
      'The section of the profile is written so that `aws` ignores it, such as `[prod]` in the config file.',
    action:
      'Write `[profile prod]` in the config file, `[prod]` in the credentials file; `[default]` in both.',
  },
  'aws-core.setting.not-boolean': {
    meaning: 'A variable or setting that is on or off has another value.',
    action: 'Write `true` or `false`.',
  },
  'aws-core.pages.loop': {
    meaning:
      'A service returned the same page token twice, or always another one without anything new: the list would never end.',
    action: 'Try again; if it persists, report it: a proxy or an emulator may answer in place of AWS.',
  },
});

declare module '@groundcrew/errors' {
  interface DeclaredErrors extends CodesOf<typeof errorCodes> {}
}

/** What `details.reason` of a failed AWS call means, and what to do. */
export const serviceErrorReasons = {
  aborted: { meaning: 'The call was interrupted.', action: 'Run it again.' },
  'access-denied': {
    meaning:
      'The credentials lack a permission, or a policy denies it; the message and `details.denial` have the explanation of AWS.',
    action: 'Add a missing permission; of an explicit deny, change the policy that the message names.',
  },
  'bad-credentials': {
    meaning: 'AWS does not know the access key, or its secret is another one.',
    action: 'Correct the keys; `groundcrew whoami` shows where they are from.',
  },
  'clock-skew': {
    meaning: "This machine's clock is minutes ahead or behind, and the SDK could not correct for it.",
    action: 'Set the clock by a time server.',
  },
  'condition-failed': {
    meaning: 'The item is no longer what the write expected.',
    action: 'Read it again, then decide.',
  },
  'expired-credentials': {
    meaning: 'The session of the credentials has expired.',
    action: 'Get a new one in the way that it was made; of IAM Identity Center: `aws sso login`.',
  },
  'no-credentials': {
    meaning: 'No credentials were found.',
    action: 'Set `AWS_PROFILE`, or `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`, or run `aws configure`.',
  },
  'no-region': {
    meaning: 'No region is set, or it is not the name of one.',
    action: 'Pass `--region`, or set `AWS_REGION` or a region in the profile.',
  },
  'not-aws': {
    meaning:
      'The response is not one of AWS: a redirect, the page of a proxy, or without what the operation returns.',
    action: 'Check the endpoint and `HTTPS_PROXY`.',
  },
  'not-found': {
    meaning: 'The resource does not exist.',
    action: 'Check its name, the region and the account.',
  },
  refused: { meaning: 'AWS rejected the request.', action: 'Correct what the message quotes.' },
  throttled: {
    meaning: 'AWS throttled the calls, also when retried.',
    action: 'Try again later, or raise the quota.',
  },
  timeout: { meaning: 'There was no response in time.', action: 'Try again; check the network.' },
  unavailable: { meaning: 'The service failed, also when retried.', action: 'Try again.' },
  unknown: { meaning: 'An error of no known kind.', action: 'Report it with the output of `--debug`.' },
  unreachable: {
    meaning: 'The endpoint cannot be reached.',
    action: 'Check `--endpoint-url`, `AWS_ENDPOINT_URL`, the region and the network.',
  },
} satisfies Readonly<Record<ServiceErrorReason, ErrorDeclaration>>;
