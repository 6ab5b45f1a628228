import type { SentencePair } from './sentence-pair.ts';

/** The sentences and headings of reports on what became of the plan of a network. */
export const networkApplySentences: readonly SentencePair[] = [
  ['Plan {name} applied', '계획 {name} 적용 결과'],
  ['Plan {name} checked', '계획 {name} 확인 결과'],
  ['Nothing to change.', '변경할 것이 없습니다.'],
  ['Nothing to change', '변경할 것 없음'],
  ['1 change', '변경 1건'],
  ['{n} changes', '변경 {n}건'],
  ['{count} would be made.', '{count}을 적용하게 됩니다.'],
  ['{count} done and verified.', '{count}을 적용하고 확인했습니다.'],
  ['{count} not as planned.', '{count}이 계획과 다릅니다.'],
  ['To be made', '적용할 것'],
  ['Done and verified', '적용 확인'],
  ['So already', '이미 적용됨'],
  ['Failed', '실패'],
  ['Drifted, left alone', '드리프트, 그대로 둠'],
  ['Not as it should be', '계획과 다른 것'],
  ['Left to decide', '결정 필요'],
  ['Left for you to decide', '직접 결정할 것'],
  ['Journal', '저널'],
  ['ready', '적용할 것'],
  ['done', '적용됨'],
  ['already-so', '이미 적용됨'],
  ['failed', '실패'],
  ['drifted', '드리프트'],
  ['is not there any more', '더 이상 없습니다'],
  ['was made by this apply, and is not there any more', '이 적용이 만들었지만 지금은 없습니다'],
  ['was removed by this apply, and is there again: {what}', '이 적용이 제거했지만 다시 있습니다: {what}'],
  [
    'was made by this apply, and was changed since; there is {what}',
    '이 적용이 만들었지만 그 뒤에 바뀌었습니다. 있는 것은 {what}입니다',
  ],
  [
    'The apply of this journal is complete; altered or removed since: {n} changes. To apply the network file as it is now, run it without --resume.',
    '이 저널의 적용은 끝났고, 그 변경 {n}개는 적용한 그대로가 아닙니다. 네트워크 파일이 지금 원하는 것은 --resume 없이 실행하세요.',
  ],
  [
    'The apply of this journal is complete; altered or removed since: 1 change. To apply the network file as it is now, run it without --resume.',
    '이 저널의 적용은 끝났고, 그 변경 1개는 적용한 그대로가 아닙니다. 네트워크 파일이 지금 원하는 것은 --resume 없이 실행하세요.',
  ],
  [
    '{other} is another VPC of {network}, made meanwhile by another apply; make a new plan once that has ended [{code}]',
    '{other}: 다른 적용이 그사이에 만든 {network}의 또 다른 VPC입니다. 그 적용이 끝나면 새 계획을 만드세요 [{code}]',
  ],
  [
    'It would be refused: {resources} of the network not made by this apply. Undo the later applies first, or apply a file without it.',
    '거부됩니다. 이 적용이 만들지 않은 네트워크의 것이 있습니다: {resources}. 나중 적용을 먼저 되돌리거나, 그것이 없는 파일을 적용하세요.',
  ],
  ['is there already: {what}', '이미 있습니다: {what}'],
  ['is not as the plan expects it; there is {what}', '계획이 예상한 것과 다릅니다. 있는 것은 {what}입니다'],
  [
    'was not tried, because it requires {change}, which failed [{code}]',
    '필요한 {change:이/가} 실패해 시도하지 않았습니다 [{code}]',
  ],
  [
    'was not tried, because it requires {change}, which is not as the plan expects it [{code}]',
    '필요한 {change:이/가} 계획이 예상한 것과 달라 시도하지 않았습니다 [{code}]',
  ],
  [
    'was not tried, because what it requires became visible only at the end; --resume makes it [{code}]',
    '필요한 것이 마지막에야 적용된 것으로 확인되어 시도하지 않았습니다. --resume으로 이어서 적용합니다 [{code}]',
  ],
  [
    'was made, and was still not ready when it was waited for no longer; --resume waits again [{code}]',
    '생성했지만 기다리는 시간이 끝날 때까지 준비되지 않았습니다. --resume으로 다시 기다립니다 [{code}]',
  ],
  ['is not as the apply left it; left as it is', '적용한 뒤에 바뀌었으므로 그대로 둡니다'],
  [
    'the resource does not exist any more; there is nothing to restore',
    '리소스가 더 이상 없어 되돌릴 것이 없습니다',
  ],
  [
    'is left as the apply made it, because {field} of {resource} would have to be restored first',
    '{resource}의 {field:을/를} 먼저 되돌려야 하므로 적용한 그대로 둡니다',
  ],
  [
    'is left as the apply made it, because {what} would have to be restored first',
    '{what:을/를} 먼저 되돌려야 하므로 적용한 그대로 둡니다',
  ],
  [
    '{count} not as planned. To try those again: {command}',
    '{count}이 계획과 다릅니다. 다시 시도: {command}',
  ],
  ['To undo:         {command}', '되돌리기: {command}'],
  [
    'Nothing was changed. {count} not as the plan expects, so it would be refused; make a new plan.',
    '변경한 것은 없습니다. {count}이 계획과 달라 거부됩니다. 계획을 새로 만드십시오.',
  ],
  [
    'Nothing was changed. Everything is as the plan would make it already.',
    '변경한 것은 없습니다. 모두 이미 계획대로입니다.',
  ],
  ['Nothing was changed. To make the changes: {command}', '변경한 것은 없습니다. 적용하기: {command}'],
];
