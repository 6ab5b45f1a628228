import { expect, test } from 'vitest';
import { machineLanguage } from './machine-language.ts';

test.each([
  [{}, 'en'],
  [{ LANG: 'ko_KR.UTF-8' }, 'ko'],
  [{ LANG: 'ko' }, 'ko'],
  [{ LANG: 'kok_IN' }, 'en'],
  [{ LANG: 'de_DE.UTF-8' }, 'en'],
  [{ LANG: 'en_US.UTF-8', LC_MESSAGES: 'ko_KR' }, 'ko'],
  [{ LANG: 'ko_KR.UTF-8', LC_ALL: 'C.UTF-8' }, 'en'],
  [{ LANG: 'ko_KR.UTF-8', LC_ALL: '' }, 'ko'],
] as const)('with %j it is %s', (environment, language) => {
  expect(machineLanguage(environment)).toBe(language);
});
