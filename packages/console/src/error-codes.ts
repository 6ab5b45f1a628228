import { type CodesOf, declareErrors } from '@groundcrew/errors';

export const errorCodes = declareErrors({
  'console.body-too-large': {
    meaning: 'A file that was sent to the console is larger than it takes.',
    action: 'Load it with `groundcrew inventory load`.',
  },
  'console.no-room': {
    meaning: 'A file that was sent to the console could not be kept in the temporary folder.',
    action: 'Make room there.',
  },
  'console.port.refused': {
    meaning: 'The port cannot be bound.',
    action: 'Pass another one: `--port`.',
  },
  'console.port.taken': {
    meaning: 'Another console, or another program, listens on the port.',
    action: 'Open the address that the other console printed, stop it, or pass `--port`.',
  },
  'console.too-many-uploads': {
    meaning: 'The console holds as many files as it can that are being checked or loaded.',
    action: 'Wait until one of them is done.',
  },
});

declare module '@groundcrew/errors' {
  interface DeclaredErrors extends CodesOf<typeof errorCodes> {}
}
