import { type CodesOf, declareErrors } from '@groundcrew/errors';

export const errorCodes = declareErrors({
  'inventory.alerts.not-an-event': {
    meaning: 'The event has no `Records`.',
    action: 'Connect the function to a DynamoDB stream.',
  },
});

declare module '@groundcrew/errors' {
  interface DeclaredErrors extends CodesOf<typeof errorCodes> {}
}
