import type { Language } from './catalog.ts';
import { fillTemplate } from './template.ts';

/** The texts of the mail about a cost report, in each language; the figures and names in it are the same in both. */
const texts = {
  subject: { en: 'AWS costs of {when}: {totals}', ko: 'AWS 비용 {when}: {totals}' },
  monthSoFar: { en: '{month} so far', ko: '{month} 현재까지' },
  and: { en: ' and ', ko: ', ' },
  none: { en: 'none', ko: '없음' },
  notDelivered: { en: 'not delivered yet', ko: '아직 제공되지 않음' },
  within: { en: 'within the budget', ko: '예산 이내' },
  tooFast: { en: 'faster than the budget allows', ko: '예산 초과 예상' },
  exceeded: { en: 'over the budget', ko: '예산 초과' },
  unknown: { en: 'not known yet', ko: '아직 알 수 없음' },
  title: { en: 'Costs of {period} (UTC)', ko: '비용: {period} (UTC)' },
  titleCompared: {
    en: 'Costs of {period} (UTC), compared with {other}',
    ko: '비용: {period} (UTC), {other:과/와} 비교',
  },
  dataTo: { en: 'Data to {day}', ko: '데이터 기준일 {day}' },
  nothingBilled: { en: 'Nothing was billed.', ko: '청구된 비용이 없습니다.' },
  nothingDelivered: { en: 'Not delivered yet.', ko: '아직 제공되지 않았습니다.' },
  budget: { en: 'Budget: {pace}. {summary}.', ko: '예산: {pace}. {summary}.' },
  anomalies: { en: 'What stands out', ko: '두드러진 비용' },
  more: { en: '- and {n} more', ko: '- 그 밖 {n}건' },
  total: { en: 'Total: {cost}', ko: '합계: {cost}' },
  forecast: {
    en: 'Expected by the end of the month: {cost} ({low} to {high})',
    ko: '월말 예상: {cost} ({low}~{high})',
  },
  by: { en: 'By {what}:', ko: '{what}별:' },
  otherCharges: { en: 'Other charges: {charges}', ko: '그 밖의 요금: {charges}' },
  without: { en: 'Without {tag}: {cost}', ko: '{tag} 없음: {cost}' },
  withoutShare: {
    en: 'Without {tag}: {cost}, {share}% of usage',
    ko: '{tag} 없음: {cost}, 사용 비용의 {share}%',
  },
  report: { en: 'The whole report: {address}', ko: '전체 보고서: {address}' },
  spentSubject: {
    en: 'The cost report could not run: the maximum for Cost Explorer is reached',
    ko: '비용 보고서를 만들지 못했습니다: Cost Explorer 한도에 도달했습니다',
  },
  spent: {
    en: 'Costs were not reported: {requests} requests to Cost Explorer, ${usd}, were paid for in {month}, and the maximum of a month is ${max}. Raise it in the settings, or let the reports run less often.',
    ko: '비용을 보고하지 못했습니다: {month}에 Cost Explorer 요청 {requests}회(${usd})를 썼고, 한 달 한도는 ${max}입니다. 설정에서 한도를 올리거나 보고서를 덜 자주 만드세요.',
  },
} as const satisfies Record<string, Readonly<Record<Language, string>>>;

/** Names of the texts of mails about costs. */
export type CostMailTextKey = keyof typeof texts;

/** A text of a mail about costs, with its placeholders filled. */
export function costMailText(
  key: CostMailTextKey,
  language: Language,
  values: Readonly<Record<string, string>> = {},
): string {
  return fillTemplate(texts[key][language], values);
}
