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
  'network.end.unknown': {
    meaning: 'What traffic is from or to is not in the snapshot, or is no name, id or address.',
    action: 'Write `internet`, an id, an address, the name of a load balancer, or a name of Route 53.',
  },
  'network.end.ambiguous': {
    meaning: 'A name or address stands for several things of the snapshot.',
    action: 'Write the id of the one that is meant.',
  },
});

declare module '@groundcrew/errors' {
  interface DeclaredErrors extends CodesOf<typeof errorCodes> {}
}
