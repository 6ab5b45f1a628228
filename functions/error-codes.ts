import { type CodesOf, declareErrors } from '@groundcrew/errors';

export const errorCodes = declareErrors({
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
