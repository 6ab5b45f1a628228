import { languages } from '@groundcrew/report/languages';

/** Of commands that print reports. */
export const languageOption = {
  language: {
    type: 'text',
    value: 'LANGUAGE',
    choices: languages,
    description:
      'of headings, labels and sentences: en (default) or ko; the keys and values of JSON and CSV are in English',
  },
} as const;
