import { type CodesOf, declareErrors } from '@groundcrew/errors';

export const errorCodes = declareErrors({
  'deploy.bundle.missing': {
    meaning: 'A function is not built.',
    action: 'Run `npm run build`.',
  },
  'deploy.cdk.install-failed': {
    meaning: 'The packages of the CDK app could not be installed.',
    action: 'Run `npm ci` in `deploy/cdk`, and act on its message.',
  },
  'deploy.resource.unknown': {
    meaning: 'A manifest refers to a resource that it does not declare.',
    action: 'Correct it in `functions/stacks`.',
  },
  'deploy.setting.invalid': {
    meaning: 'The value of a setting does not match its pattern.',
    action: 'Correct the value that the message quotes.',
  },
  'deploy.setting.unknown': {
    meaning: 'There is no such setting.',
    action: 'Write one that the message lists.',
  },
  'deploy.substitution.unknown': {
    meaning: 'The definition of a state machine and its substitutions do not have the same names.',
    action: 'Correct the manifest of the state machine.',
  },
});

declare module '@groundcrew/errors' {
  interface DeclaredErrors extends CodesOf<typeof errorCodes> {}
}
