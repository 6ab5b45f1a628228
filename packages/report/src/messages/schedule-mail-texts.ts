import type { Language } from './catalog.ts';
import { fillTemplate } from './template.ts';

/** The texts of the mail of `run-schedule`, in each language; what is wrong with a resource is a sentence of its report. */
const texts = {
  goneSubject: { en: 'Schedules: all problems are gone', ko: '일정: 모든 문제가 해결됨' },
  gone: { en: 'Everything is as scheduled.', ko: '모두 일정대로입니다.' },
  subjectOne: { en: 'Schedules: 1 problem', ko: '일정: 문제 1건' },
  subject: { en: 'Schedules: {n} problems', ko: '일정: 문제 {n}건' },
  more: {
    en: 'And {n} more: the log of run-schedule has all.',
    ko: '그 밖 {n}건: 모두 run-schedule의 로그에 있습니다.',
  },
} as const satisfies Record<string, Readonly<Record<Language, string>>>;

/** A text of a mail about schedules, with its placeholders filled. */
export function scheduleMailText(
  key: keyof typeof texts,
  language: Language,
  values: Readonly<Record<string, string>> = {},
): string {
  return fillTemplate(texts[key][language], values);
}
