import { type Language, languages } from '@groundcrew/report/languages';

/**
 * The language of this machine, where it is one of the catalog: what `LC_ALL`, `LC_MESSAGES` or `LANG` names, the first that is
 * set (POSIX.1-2024, 8.2 "Internationalization Variables").
 */
export function machineLanguage(environment: Readonly<Record<string, string | undefined>>): Language {
  const { LC_ALL, LC_MESSAGES, LANG } = environment;
  const name = [LC_ALL, LC_MESSAGES, LANG].find((value) => value !== undefined && value !== '') ?? '';
  return languages.find((language) => name.split(/[_.@]/, 1)[0] === language) ?? 'en';
}
