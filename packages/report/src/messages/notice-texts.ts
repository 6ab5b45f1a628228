import type { Language } from './catalog.ts';
import { fillTemplate } from './template.ts';

/** The texts of `ec2 watch` on a notice of EC2, in each language; actions and states are the names of AWS. */
const texts = {
  subject: { en: 'EC2 notice: {kind}, {action} of {instance}', ko: 'EC2 알림: {instance} {kind}, {action}' },
  spot: {
    en: 'EC2 interrupts the spot instance {instance}: {action} at {when}',
    ko: 'EC2가 스팟 인스턴스 {instance:을/를} 중단합니다: {action}, {when}',
  },
  maintenance: {
    en: 'EC2 has scheduled {action} for {instance} at {when}',
    ko: 'EC2가 {instance}에 {action:을/를} 예약했습니다: {when}',
  },
  maintenanceAbout: {
    en: 'EC2 has scheduled {action} for {instance} at {when}: {about}',
    ko: 'EC2가 {instance}에 {action:을/를} 예약했습니다: {when}, {about}',
  },
  'auto-scaling': {
    en: 'Auto Scaling takes {instance} out of service: {action} ({state})',
    ko: 'Auto Scaling이 {instance:을/를} 서비스에서 제외합니다: {action} ({state})',
  },
  rebalance: {
    en: 'EC2 advises to move the work of the spot instance {instance} elsewhere: an interruption is likely',
    ko: 'EC2가 스팟 인스턴스 {instance}의 작업을 다른 곳으로 옮기라고 권고합니다: 중단될 가능성이 높습니다',
  },
  seconds: { en: '{time}, in {n} s', ko: '{time}, {n}초 뒤' },
  later: { en: '{time}, in {duration}', ko: '{time}, {duration} 뒤' },
} as const satisfies Record<string, Readonly<Record<Language, string>>>;

/** A text of a notice, with its placeholders filled. */
export function noticeText(
  key: keyof typeof texts,
  language: Language,
  values: Readonly<Record<string, string>>,
): string {
  return fillTemplate(texts[key][language], values);
}
