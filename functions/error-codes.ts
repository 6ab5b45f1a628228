import { type CodesOf, declareErrors } from '@groundcrew/errors';

export const errorCodes = declareErrors({
  'deploy.template.exists': {
    meaning: 'A template of the same name is there, and differs.',
    action: 'Keep your changes elsewhere, then pass `--force` to replace it.',
  },
  'deploy.template.unwritable': {
    meaning: 'A template or a bundle could not be written.',
    action: 'Act on the reason in the message, or name another folder.',
  },
  'functions.build.failed': {
    meaning: 'A function could not be bundled.',
    action: 'Correct what the message shows.',
  },
  'functions.build.unknown': {
    meaning: 'No stack has a function of this name.',
    action: 'Write one that the message lists.',
  },
  'functions.bundle.missing': {
    meaning: 'A template refers to a function of which there is no bundle.',
    action: 'Report it: this is a defect of groundcrew.',
  },
  'functions.template.exists': {
    meaning: 'A template to be written is there already, and reads differently.',
    action: 'Write into another folder, or pass `--force` to replace it.',
  },
  'functions.template.unwritable': {
    meaning: 'A template or a bundle could not be written.',
    action: 'Name a folder in which you can write.',
  },
});

declare module '@groundcrew/errors' {
  interface DeclaredErrors extends CodesOf<typeof errorCodes> {}
}
