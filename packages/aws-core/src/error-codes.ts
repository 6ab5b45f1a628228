import { type CodesOf, declareErrors, type ErrorDeclaration } from '@groundcrew/errors';
import type { ServiceErrorReason } from './service-error.ts';

export const errorCodes = declareErrors({
  'aws-core.pages.loop': {
    meaning: 'A service returned the same page token twice in a row, so the list would never end.',
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
    meaning: 'The credentials lack a permission; the message names it where AWS does.',
    action:
      'Add the permission to the policy of the role or user; check bucket, key and organization policies too.',
  },
  'bad-credentials': {
    meaning: 'AWS does not accept the credentials.',
    action: 'Check the access key, its secret, the region and the clock of this machine.',
  },
  'condition-failed': {
    meaning: 'The item is no longer what the write expected.',
    action: 'Read it again, then decide.',
  },
  'expired-credentials': {
    meaning: 'The credentials have expired.',
    action: 'Sign in again: `aws sso login`.',
  },
  'no-credentials': {
    meaning: 'No credentials were found.',
    action: 'Set `AWS_PROFILE`, or `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`, or run `aws configure`.',
  },
  'no-region': {
    meaning: 'No region is set, or it is not the name of one.',
    action: 'Pass `--region`, or set `AWS_REGION` or a region in the profile.',
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
