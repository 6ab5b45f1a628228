import { type CodesOf, declareErrors } from '@groundcrew/errors';

export const errorCodes = declareErrors({
  'network.file.invalid': {
    meaning: 'The network file has problems; the message lists them with line and column.',
    action: 'Correct them; `groundcrew network address-plan FILE` shows each with its line.',
  },
  'network.file.encoding': {
    meaning: 'The network file is not UTF-8.',
    action: 'Save it as UTF-8.',
  },
});

declare module '@groundcrew/errors' {
  interface DeclaredErrors extends CodesOf<typeof errorCodes> {}
}
