import type { SentencePair } from './sentence-pair.ts';

/** The sentences and headings of reports on an account: what was collected, what a resource is, what changed. */
export const accountSentences: readonly SentencePair[] = [
  // What was collected.
  ['Collected', '수집 결과'],
  ['{count}.', '{count}입니다.'],
  ['{count} saved in {name}.', '{count}를 {name}에 저장했습니다.'],
  [
    'Incomplete: {n} of {count} could not be read in full.',
    '불완전: {count} 중 {n}개를 끝까지 읽지 못했습니다.',
  ],
  ['Nothing was found.', '찾은 것이 없습니다.'],

  // Differences of two snapshots.
  ['What changed from {before} to {after}', '{before}부터 {after}까지 바뀐 것'],
  ['Differences', '차이'],
  ['{n} new, {m} gone, {rate} changed.', '신규 {n}, 없어짐 {m}, 변경 {rate}.'],
  ['Not everything could be compared.', '비교하지 못한 것이 있습니다.'],
  [
    'the first snapshot has only what is or was tagged of this type',
    '첫 번째 스냅샷에는 이 유형 중 태그가 있거나 있었던 것만 있습니다',
  ],
  [
    'the second snapshot has only what is or was tagged of this type',
    '두 번째 스냅샷에는 이 유형 중 태그가 있거나 있었던 것만 있습니다',
  ],
  ['the first snapshot does not have this type there', '첫 번째 스냅샷에는 그곳의 이 유형이 없습니다'],
  ['the second snapshot does not have this type there', '두 번째 스냅샷에는 그곳의 이 유형이 없습니다'],
  [
    'the first snapshot could not list this type there ({reason})',
    '첫 번째 스냅샷은 그곳에서 이 유형을 조회하지 못했습니다({reason})',
  ],
  [
    'the second snapshot could not list this type there ({reason})',
    '두 번째 스냅샷은 그곳에서 이 유형을 조회하지 못했습니다({reason})',
  ],
  ['Field', '필드'],
  ['Nothing differs.', '차이가 없습니다.'],
  ['There is nothing in either of them.', '두 스냅샷 모두 비어 있습니다.'],
  ['New', '신규'],
  ['Gone', '없어짐'],
  ['Changed', '변경'],
  ['Same', '같음'],
  ['new', '신규'],
  ['gone', '없어짐'],
  ['changed', '변경'],
  ['unknown', '알 수 없음'],
  [
    'What differs is not known in full: {count} of the first snapshot and {n} of the second could not be read in full.',
    '차이를 모두 알 수는 없습니다. 첫 번째 스냅샷의 {count}와 두 번째 스냅샷의 {n}개를 끝까지 읽지 못했습니다.',
  ],
  ['1 more row: --top shows them.', '1행이 더 있습니다. --top으로 볼 수 있습니다.'],
  ['{n} more rows: --top shows them.', '{n}행이 더 있습니다. --top으로 볼 수 있습니다.'],
  [
    '{count} in one of the snapshots only, where the other one does not cover them: whether they are new or gone is unknown.',
    '{count}는 한쪽 스냅샷에만 있고 다른 쪽은 그 범위를 수집하지 않았습니다. 신규인지 없어졌는지 알 수 없습니다.',
  ],

  // A resource, and what depends on it.
  ['{name} at {time}', '{name}, {time} 기준'],
  ['What it refers to', '참조하는 리소스'],
  ['What depends on it', '연결된 리소스'],
  ['How', '관계'],
  ['Depth', '깊이'],
  ['Created', '생성'],
  ['is of', '소속'],
  ['is in', '위치'],
  ['uses', '사용'],
  ['was made of', '원본'],
  ['not in the snapshot', '스냅샷에 없음'],
  ['They are unknown.', '알 수 없습니다.'],
  ['It has none.', '없습니다.'],
  ['Nothing that is known.', '알려진 것이 없습니다.'],
  ['{count} on it.', '연결된 {count}.'],
  ['{name}: {type}, {count} on it.', '{name}: {type}, 연결된 {count}.'],
  [
    'There may be more: {names} of {name} is not complete in the snapshot.',
    '더 있을 수 있습니다. 스냅샷에 {name}의 {names} 수집이 완전하지 않습니다.',
  ],
];
