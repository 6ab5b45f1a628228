import { type CodesOf, declareErrors } from '@groundcrew/errors';

export const errorCodes = declareErrors({
  'permissions.action.invalid': {
    meaning: 'A text is not the name of one action of IAM.',
    action: 'Write `SERVICE:ACTION`, such as `s3:GetObject`, without wildcards.',
  },
  'permissions.policy.not-known': {
    meaning:
      'With these options a command makes calls whose IAM actions the service authorization reference here does not have.',
    action: 'Write the policy by the page that the message names.',
  },
  'permissions.resource.invalid': {
    meaning: 'A text is not the ARN of one resource that the action can be about.',
    action:
      'Write the ARN that the message describes, without wildcards; `*` for an action that is about no resource.',
  },
});

declare module '@groundcrew/errors' {
  interface DeclaredErrors extends CodesOf<typeof errorCodes> {}
}
