import { type CodesOf, declareErrors } from '@groundcrew/errors';

export const errorCodes = declareErrors({
  'aws-identity.container-failed': {
    meaning: 'The credentials of the container (Amazon ECS, EKS Pod Identity) could not be read.',
    action: 'Check `AWS_CONTAINER_CREDENTIALS_FULL_URI` and its token; nothing else is used in their place.',
  },
  'aws-identity.expired': {
    meaning: 'The credentials of the environment, or those that a program printed, have expired.',
    action: 'Get new ones, in the way that the old ones were made.',
  },
  'aws-identity.instance-failed': {
    meaning:
      'There are no credentials but perhaps those of an instance, and its metadata service returned none.',
    action:
      'Set `AWS_PROFILE`, or run `aws configure` or `aws sso login`; on an instance, attach a role to it.',
  },
  'aws-identity.login-failed': {
    meaning: 'The session of `aws login` has expired, or could not be read.',
    action: 'Run `aws login --profile NAME`.',
  },
  'aws-identity.mfa-needed': {
    meaning: 'The profile needs the code of an MFA device, and there is no terminal to ask for it.',
    action:
      'Run a command with the profile in a terminal first: its session is then used for as long as it is valid.',
  },
  'aws-identity.process-failed': {
    meaning: "The profile's `credential_process` failed, or printed something other than credentials.",
    action: 'Run the program by itself; the message has what it printed.',
  },
  'aws-identity.role-failed': {
    meaning: "The profile's role could not be assumed.",
    action:
      'Act on `details.reason`: both the trust policy of the role and the policy of the caller have to allow it.',
  },
  'aws-identity.sso-failed': {
    meaning: 'The session of IAM Identity Center has expired, or does not allow the role.',
    action: 'Run `aws sso login --profile NAME`.',
  },
  'aws-identity.web-identity-failed': {
    meaning: 'The token of the web identity could not be read, or was not accepted for the role.',
    action: 'Check `AWS_WEB_IDENTITY_TOKEN_FILE`, and the trust policy of the role.',
  },
});

declare module '@groundcrew/errors' {
  interface DeclaredErrors extends CodesOf<typeof errorCodes> {}
}
