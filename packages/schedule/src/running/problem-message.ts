import type { Language } from '@groundcrew/report/languages';
import { scheduleMailText } from '@groundcrew/report/mail-texts';

/** A message of SNS holds 256 KB (API reference, "Publish"), and nobody reads as much. */
const MAX_BODY_BYTES = 100_000;

/** What the topic is sent: all problems, as far as they fit. Default: in English. */
export async function problemMessage(
  problems: readonly string[],
  language: Language = 'en',
): Promise<{ readonly subject: string; readonly body: string }> {
  const count = problems.length;
  if (count === 0)
    return { subject: scheduleMailText('goneSubject', language), body: scheduleMailText('gone', language) };
  const inLanguage = await translatorTo(language);
  const shown: string[] = [];
  let sizeBytes = 0;
  for (const problem of problems) {
    const line = inLanguage(problem);
    sizeBytes += Buffer.byteLength(line) + 1;
    if (sizeBytes > MAX_BODY_BYTES) break;
    shown.push(line);
  }
  const more = count - shown.length;
  if (more > 0) shown.push(scheduleMailText('more', language, { n: String(more) }));
  const subject = scheduleMailText(count === 1 ? 'subjectOne' : 'subject', language, { n: String(count) });
  return { subject, body: shown.join('\n') };
}

/** The catalog is loaded only where it is needed: in English, a run goes without it. */
async function translatorTo(language: Language): Promise<(text: string) => string> {
  if (language === 'en') return (text) => text;
  const { translateText } = await import('@groundcrew/report/schedule-messages');
  return (text) => translateText(text, language, 'schedules');
}
