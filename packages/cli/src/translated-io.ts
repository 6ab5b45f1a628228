import type { Language } from '@groundcrew/report/languages';
import type { Io } from './io.ts';

/**
 * What a command writes beside its report, and asks, in the language of the report: lines that the catalog has. Others, such as
 * progress, stay as they are. Errors are written by the caller, in English.
 */
export async function translatedIo(io: Io, language: Language | undefined): Promise<Io> {
  if (language === undefined || language === 'en') return io;
  const { translateText } = await import('@groundcrew/report/messages');
  const inLanguage = (text: string) =>
    text
      .split('\n')
      .map((line) => (line === '' ? line : translateText(line, language, 'commands')))
      .join('\n');
  // `Object.create` keeps the getters alive: a terminal's width changes while a command runs.
  const stderr: Io['stderr'] = Object.create(io.stderr, {
    write: { value: (text: string) => io.stderr.write(inLanguage(text)) },
  });
  return { ...io, stderr };
}
