import type { Language } from './catalog.ts';
import { fillTemplate } from './template.ts';

/** The texts of a report of costs, in each language: headings, names of charges, and its first sentences. */
const texts = {
  adjustment: { en: 'Adjustments', ko: '조정' },
  account: { en: 'Account', ko: '계정' },
  accountName: { en: 'Account name', ko: '계정 이름' },
  and: { en: ' and ', ko: ' · ' },
  atLeast: { en: 'At least', ko: '최소' },
  atMost: { en: 'At most', ko: '최대' },
  before: { en: 'Before', ko: '이전' },
  budget: { en: 'Budget', ko: '예산' },
  budgetUsed: { en: 'Of the budget', ko: '예산 사용률' },
  by: { en: 'By {by}', ko: '{by}별' },
  byCharge: { en: 'By charge', ko: '요금 종류별' },
  byMonth: { en: 'By month', ko: '월별 비용' },
  byMonthOf: {
    en: 'Costs in {currency} by month, the largest groups apart',
    ko: '월별 비용 ({currency}), 큰 그룹은 따로',
  },
  change: { en: 'Change', ko: '증감' },
  changePercent: { en: 'Change (%)', ko: '증감 (%)' },
  charge: { en: 'Charge', ko: '요금 종류' },
  chargesToCome: { en: 'Charges to come', ko: '남은 요금' },
  comparedWith: { en: 'Compared with', ko: '비교 기간' },
  converted: { en: '{currency}, converted', ko: '{currency} 환산' },
  cost: { en: 'Cost', ko: '비용' },
  costs: { en: 'Costs', ko: '비용' },
  costsBy: { en: 'Costs by {by}', ko: '{by}별 비용' },
  credit: { en: 'Credits', ko: '크레딧' },
  currency: { en: 'Currency', ko: '통화' },
  dataTo: { en: 'Data to', ko: '데이터 기준일' },
  day: { en: 'Day', ko: '날짜' },
  discount: { en: 'Discounts', ko: '할인' },
  estimated: { en: 'Estimated', ko: '추정' },
  estimatedDays: { en: '{from} to {to}, may still change', ko: '{from}~{to}, 아직 바뀔 수 있음' },
  fee: { en: 'Fees', ko: '수수료' },
  filters: { en: 'Filters', ko: '필터' },
  forecast: { en: 'Forecast', ko: '예상' },
  inactiveTag: { en: '(the tag is not active)', ko: '(활성화되지 않은 태그)' },
  largestWithout: { en: 'Largest resources without {tag}', ko: '{tag} 태그가 없는 리소스 중 비용이 큰 것' },
  metric: { en: 'Metric', ko: '지표' },
  month: { en: 'Month', ko: '월' },
  none: { en: '(none)', ko: '(없음)' },
  nothingBilled: { en: 'Nothing was billed.', ko: '청구된 비용이 없습니다.' },
  nothingDelivered: { en: 'Not delivered yet.', ko: '아직 제공되지 않았습니다.' },
  other: { en: '1 other', ko: '그 밖 1개' },
  otherCharges: { en: 'Other charges', ko: '그 밖의 요금' },
  others: { en: 'Others', ko: '그 밖' },
  othersCounted: { en: '{count} others', ko: '그 밖 {count}개' },
  outlook: { en: 'Outlook', ko: '전망' },
  pace: { en: 'Pace', ko: '예산 대비' },
  paidRequests: { en: 'Paid requests', ko: '유료 요청 수' },
  paidUsd: { en: 'Price of these', ko: '유료 요청 요금' },
  period: { en: 'Period (UTC)', ko: '기간 (UTC)' },
  refund: { en: 'Refunds', ko: '환불' },
  region: { en: 'Region', ko: '리전' },
  resource: { en: 'Resource', ko: '리소스' },
  service: { en: 'Service', ko: '서비스' },
  share: { en: 'Share', ko: '비중' },
  soFar: { en: ', so far', ko: ' (진행 중)' },
  source: { en: 'Source', ko: '출처' },
  support: { en: 'Support', ko: '지원' },
  tax: { en: 'Tax', ko: '세금' },
  total: { en: 'Total', ko: '합계' },
  trend: { en: 'Trend', ko: '추이' },
  usage: { en: 'Usage', ko: '사용' },
  usageByDay: { en: 'Usage by day', ko: '일별 사용 비용' },
  usageByDayOf: {
    en: 'Usage in {currency} by day, the largest groups apart; without taxes, support, fees and credits',
    ko: '일별 사용 비용 ({currency}), 큰 그룹은 따로; 세금, 지원, 수수료, 크레딧 제외',
  },
  usageToCome: { en: 'Usage to come', ko: '남은 사용 비용' },
  usageType: { en: 'Usage type', ko: '사용 유형' },
  used: { en: 'Used', ko: '사용률' },
  without: { en: 'Without {tag}', ko: '{tag} 없음' },
  // What the budget looks like.
  exceeded: { en: 'exceeded', ko: '초과' },
  tooFast: { en: 'too-fast', ko: '초과 예상' },
  unknown: { en: 'unknown', ko: '알 수 없음' },
  within: { en: 'within', ko: '예산 이내' },
  // The first sentences.
  spent: { en: '{cost} was spent from {from} to {to}.', ko: '{from}부터 {to}까지의 비용은 {cost}입니다.' },
  spentOnRest: {
    en: '{cost} was spent from {from} to {to}, without the days of which the data are missing ({n}).',
    ko: '{from}부터 {to}까지의 비용은 {cost}이며, 데이터가 없는 날({n}일)은 빠져 있습니다.',
  },
  spentSame: {
    en: '{cost} was spent from {from} to {to}, as much as in {with}.',
    ko: '{from}부터 {to}까지의 비용은 {cost}이며, {with}와(과) 같습니다.',
  },
  spentMore: {
    en: '{cost} was spent from {from} to {to}, {change} more than in {with}.',
    ko: '{from}부터 {to}까지의 비용은 {cost}이며, {with}보다 {change} 많습니다.',
  },
  spentLess: {
    en: '{cost} was spent from {from} to {to}, {change} less than in {with}.',
    ko: '{from}부터 {to}까지의 비용은 {cost}이며, {with}보다 {change} 적습니다.',
  },
  expected: {
    en: '{cost} is expected in total, from {low} to {high}.',
    ko: '이번 달 합계는 {cost}({low}~{high})로 예상됩니다.',
  },
  expectedWithin: {
    en: '{cost} is expected in total, from {low} to {high}: within the budget of {budget}.',
    ko: '이번 달 합계는 {cost}({low}~{high})로 예상되며, 예산 {budget} 이내입니다.',
  },
  expectedMore: {
    en: '{cost} is expected in total, from {low} to {high}: more than the budget of {budget}.',
    ko: '이번 달 합계는 {cost}({low}~{high})로 예상되며, 예산 {budget}보다 많습니다.',
  },
  budgetExceeded: { en: 'The budget of {budget} is exceeded.', ko: '예산 {budget}을(를) 넘었습니다.' },
  budgetWithin: {
    en: 'That is within the budget of {budget} so far.',
    ko: '지금까지는 예산 {budget} 이내입니다.',
  },
  budgetTooFast: {
    en: 'That is faster than the budget of {budget} allows.',
    ko: '예산 {budget}에 비해 빠르게 쓰고 있습니다.',
  },
  budgetUnknown: {
    en: 'Whether that is within the budget of {budget} is not known yet.',
    ko: '예산 {budget} 이내인지는 아직 알 수 없습니다.',
  },
} as const satisfies Record<string, Readonly<Record<Language, string>>>;

/** Names of the texts of cost reports. */
export type CostTextKey = keyof typeof texts;

/** A text of a cost report, with its placeholders filled. */
export function costText(
  key: CostTextKey,
  language: Language = 'en',
  values: Readonly<Record<string, string>> = {},
): string {
  return fillTemplate(texts[key][language], values);
}

/** Each text in English, and in Korean. */
export function costTextPairs(): readonly (readonly [en: string, ko: string])[] {
  return Object.values(texts).map(({ en, ko }) => [en, ko]);
}

/** A day in a sentence: `20 November 2026`, `2026년 11월 20일`. @param day ISO 8601 */
export function dayInWords(day: string, language: Language): string {
  const options = { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(language === 'ko' ? 'ko-KR' : 'en-GB', options).format(
    new Date(`${day}T00:00:00Z`),
  );
}
