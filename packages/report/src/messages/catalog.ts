import { fillTemplate } from './template.ts';

/** The languages of messages; English is the default. */
export const languages = ['en', 'ko'] as const;
export type Language = (typeof languages)[number];

/** The text of an alert. */
export interface AlertSentence {
  readonly kind: 'no-stock' | 'low-stock' | 'back-in-stock';
  readonly store: string;
  readonly item: string;
  readonly count: number;
}

type Texts = Readonly<Record<Language, string>>;

/** Every message that is sent to people, in each language. */
const catalog = {
  'no-stock': {
    en: '{store} is out of stock of {item}',
    ko: '{store}에 {item:이/가} 다 떨어졌습니다',
  },
  'low-stock': {
    en: '{store} has only {count} left of {item}',
    ko: '{store}에 {item:이/가} {count}개밖에 남지 않았습니다',
  },
  'back-in-stock': {
    en: '{store} has {item} again: {count}',
    ko: '{store}에 {item:이/가} 다시 들어왔습니다: {count}개',
  },
  digest: { en: '{alerts} alerts', ko: '알림 {alerts}건' },
  'no-stock subject': { en: 'Inventory Alert!', ko: '재고 알림: 품절' },
  'low-stock subject': { en: 'Inventory Alert! Low stock', ko: '재고 알림: 재고 부족' },
  'back-in-stock subject': { en: 'Inventory Alert! Back in stock', ko: '재고 알림: 재입고' },
  'digest subject': { en: 'Inventory Alert! {alerts} alerts', ko: '재고 알림 {alerts}건' },
} as const satisfies Record<string, Texts>;

/** The sentence of an alert, or what a template of one's own makes of it. */
export function alertSentence(
  { kind, store, item, count }: AlertSentence,
  language: Language,
  template?: string,
): string {
  return fillTemplate(template ?? catalog[kind][language], { kind, store, item, count: String(count) });
}

/** The subject of the mail of an alert. */
export function alertSubject(kind: AlertSentence['kind'], language: Language): string {
  return catalog[`${kind} subject`][language];
}

/** The subject of the mail of several alerts. */
export function digestSubject(alerts: number, language: Language): string {
  return fillTemplate(catalog['digest subject'][language], { alerts: String(alerts) });
}

/** The title of a message with several alerts. */
export function digestTitle(alerts: number, language: Language): string {
  return fillTemplate(catalog.digest[language], { alerts: String(alerts) });
}
