import type { Language } from './catalog.ts';
import { fillTemplate } from './template.ts';

/** The texts of the mail about an audit of tags, in each language; keys, values and names of resources are the same in both. */
const texts = {
  subject: { en: 'Tags: {share} compliant, {violations}', ko: '태그: 준수율 {share}, {violations}' },
  subjectNew: {
    en: 'Tags: {share} compliant, {violations}, {fresh} new',
    ko: '태그: 준수율 {share}, {violations}, 신규 {fresh}건',
  },
  none: { en: 'none', ko: '없음' },
  collected: {
    en: 'Tags collected {time}, audited by {policy}',
    ko: '태그 수집 시각 {time}, 정책 {policy}',
  },
  comply: {
    en: '{share} of the resources with known tags comply.',
    ko: '태그를 확인한 리소스의 정책 준수율은 {share}입니다.',
  },
  complyBefore: {
    en: '{share} of the resources with known tags comply ({before} last time).',
    ko: '태그를 확인한 리소스의 정책 준수율은 {share}입니다(지난번 {before}).',
  },
  violations: {
    en: '{violations} on {resources}.',
    ko: '{resources}에 {violations}이 있습니다.',
  },
  violationsBefore: {
    en: '{violations} on {resources} ({before} on {violating} last time).',
    ko: '{resources}에 {violations}이 있습니다(지난번 {violating}개에 {before}건).',
  },
  since: {
    en: 'Since {time}: {appeared} new, {gone} gone.',
    ko: '{time} 이후 신규 {appeared}건, 해소 {gone}건입니다.',
  },
  sinceAtLeast: {
    en: 'Since {time}: at least {appeared} new, at least {gone} gone.',
    ko: '{time} 이후 신규 {appeared}건 이상, 해소 {gone}건 이상입니다.',
  },
  unlisted: {
    en: 'Unknown: the tags of {resources}, and what else is in {places} that could not be listed in full ({reasons}).',
    ko: '알 수 없는 것: {resources}의 태그와, 모두 조회하지 못한 {places}에 더 있는 것({reasons}).',
  },
  gap: { en: '{type} in {region} {status}', ko: '{type} ({region}): {status}' },
  allRegions: { en: 'all regions', ko: '모든 리전' },
  withoutTags: { en: 'without tags', ko: '태그 없이 조회됨' },
  worse: { en: 'What got worse', ko: '나빠진 것' },
  nothingWorse: { en: 'nothing', ko: '없음' },
  worst: { en: 'The worst {n}', ko: '위반이 가장 많은 {n}개' },
  worstOne: { en: 'The worst one', ko: '위반이 가장 많은 것' },
  more: { en: '- and {n} more', ko: '- 그 밖 {n}건' },
  key: { en: 'key {name}', ko: '키 {name}' },
  account: { en: 'account {name}', ko: '계정 {name}' },
  type: { en: 'type {name}', ko: '유형 {name}' },
  region: { en: 'region {name}', ko: '리전 {name}' },
  owner: { en: 'owner {name}', ko: '소유자 {name}' },
  worseEntry: {
    en: '{what}: {more} more that violate the policy ({change} compliant)',
    ko: '{what}: 위반 리소스 {more}개 증가(준수율 {change})',
  },
  fresh: { en: ', new', ko: ', 신규' },
  toDo: { en: 'What to do first', ko: '먼저 할 일' },
  toDoEntry: { en: '{key} {problem}, {n} times: {what}', ko: '{key} {problem}, {n}건: {what}' },
  report: { en: 'The whole report: {address}', ko: '전체 보고서: {address}' },
  failedSubject: { en: 'The tag audit could not run', ko: '태그 점검을 하지 못했습니다' },
  failed: { en: 'The tags were not audited: {error}', ko: '태그를 점검하지 못했습니다: {error}' },
} as const satisfies Record<string, Readonly<Record<Language, string>>>;

/** Names of the texts of mails about tags. */
export type TagMailTextKey = keyof typeof texts;

/** A text of a mail about tags, with its placeholders filled. */
export function tagMailText(
  key: TagMailTextKey,
  language: Language,
  values: Readonly<Record<string, string>> = {},
): string {
  return fillTemplate(texts[key][language], values);
}
