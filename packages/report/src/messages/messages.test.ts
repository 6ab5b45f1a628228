import { expect, test } from 'vitest';
import { withParticle } from './korean-particle.ts';
import { alertSentence, digestTitle, fillTemplate, placeholdersOf } from './index.ts';

test.each([
  ['에코', '에코가'],
  ['에코 닷', '에코 닷이'],
  ['볼펜 (검정)', '볼펜 (검정)이'],
  ['"우산"', '"우산"이'],
  ['운동화 270', '운동화 270이'],
  ['건전지 AA 2', '건전지 AA 2가'],
  ['건전지 9', '건전지 9가'],
  ['TV', 'TV가'],
  ['케이블 HDMI', '케이블 HDMI가'],
  ['냉장고 XL', '냉장고 XL이'],
  ['Echo', 'Echo가'],
  ['Echo Plus', 'Echo Plus가'],
  ['Ring', 'Ring이'],
  ['Pencil', 'Pencil이'],
  // How it is read is not plain: both are written.
  ['Dot', 'Dot이(가)'],
  ['Lamp', 'Lamp이(가)'],
  ['김치 500g', '김치 500g이(가)'],
  ['☕', '☕이(가)'],
  ['', '이(가)'],
])('the particle of %j is that of how it is read', (item, expected) => {
  expect(withParticle(item, '이', '가')).toBe(expected);
});

test('particles follow a vowel or a consonant', () => {
  expect([withParticle('에코', '은', '는'), withParticle('우산', '은', '는')]).toEqual(['에코는', '우산은']);
});

const alert = { kind: 'no-stock', store: '서울 강남점', item: '에코', count: 0 } as const;

test('an alert is a sentence in each language', () => {
  expect(alertSentence({ ...alert, store: 'Berlin', item: 'Echo' }, 'en')).toBe(
    'Berlin is out of stock of Echo',
  );
  expect(alertSentence(alert, 'ko')).toBe('서울 강남점에 에코가 다 떨어졌습니다');
  expect(alertSentence({ ...alert, kind: 'low-stock', count: 2 }, 'ko')).toBe(
    '서울 강남점에 에코가 2개밖에 남지 않았습니다',
  );
  expect(alertSentence({ ...alert, kind: 'back-in-stock', count: 9 }, 'ko')).toBe(
    '서울 강남점에 에코가 다시 들어왔습니다: 9개',
  );
  expect([digestTitle(3, 'en'), digestTitle(3, 'ko')]).toEqual(['3 alerts', '알림 3건']);
});

test('a template of one’s own is filled, values are taken literally, and unknown placeholders stay', () => {
  expect(alertSentence(alert, 'en', '{item:은/는} {store} ({kind}) {count}')).toBe(
    '에코는 서울 강남점 (no-stock) 0',
  );
  expect(fillTemplate('{a} {b}', { a: '{b}', b: '$1' })).toBe('{b} $1');
  expect(fillTemplate('{other} {A}', {})).toBe('{other} {A}');
  expect(placeholdersOf('{item:이/가} {item} {store}')).toEqual(['item', 'store']);
});
