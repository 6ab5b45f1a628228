import type { SentencePair } from './sentence-pair.ts';

/** What commands write beside their reports, to the standard error: what to do next, what could not be read, questions. */
export const commandSentences: readonly SentencePair[] = [
  // Counts.
  ['1 row', '행 1개'],
  ['{n} rows', '행 {n}개'],
  ['1 change', '변경 1건'],
  ['{n} changes', '변경 {n}건'],
  ['1 problem', '문제 1개'],
  ['{n} problems', '문제 {n}개'],
  ['1 request', '요청 1회'],
  ['{n} requests', '요청 {n}회'],
  ['1 file', '파일 1개'],
  ['{n} files', '파일 {n}개'],
  ['1 other', '그 밖 1건'],
  ['{n} others', '그 밖 {n}건'],
  ['running', '실행'],
  ['stopped', '중지'],

  // In which account a command works.
  ['In account {id}, {who}, region {region}', '계정 {id}, {who}, 리전 {region}'],
  ['In an unknown account, region {region}: {reason}', '계정을 알 수 없음, 리전 {region}: {reason}'],

  // What to do next.
  ['To undo it: {command}', '되돌리려면: {command}'],
  ['To continue:     {command}', '계속하려면:   {command}'],
  ['To undo:         {command}', '되돌리려면:   {command}'],
  ['To have it applied, save it: --out {file}', '적용하려면 저장하세요: --out {file}'],
  ['Saved in {file}. Next: {command}', '{file}에 저장했습니다. 다음: {command}'],

  // What was not done, or not read.
  [
    'Interrupted: {count} of {n} made; {name} has which.',
    '중단됨: {n}건 중 {count}을 적용했습니다. 어느 것인지는 {name}에 있습니다.',
  ],
  [
    'Interrupted: {count} of {n} made, {other} may have been; {name} has which.',
    '중단됨: {n}건 중 {count}을 적용했고, {other}은 적용되었을 수 있습니다. 어느 것인지는 {name}에 있습니다.',
  ],
  [
    '{file} was written by an earlier version, without hashes: whether it was edited since is not known.',
    '{file}은(는) 해시가 없는 이전 버전이 쓴 것이어서 그 뒤에 고쳤는지 알 수 없습니다.',
  ],
  [
    'Incomplete: {count} could not be read in full; groundcrew tags audit shows which, and why.',
    '불완전함: {count}을 모두 읽지 못했습니다. 어느 것이고 왜인지는 groundcrew tags audit으로 볼 수 있습니다.',
  ],
  [
    'No groups are planned in {region} of {id}: {reason}',
    '{id}의 {region}에는 그룹을 계획하지 않았습니다: {reason}',
  ],
  ['Nothing is of the type {types}; there are {known}.', '{types} 유형은 없습니다. 있는 유형: {known}.'],
  ['Not read: {place}: {reason}', '읽지 못함: {place}: {reason}'],
  ['None of {count} is on a schedule of {file}.', '{count} 중 {file}의 일정에 속한 것이 없습니다.'],
  ["{file} can't be used: {count} to correct.", '{file}은(는) 쓸 수 없습니다. 고칠 {count}가 있습니다.'],
  ['{file} is refused: {reason}', '{file}을(를) 거절했습니다: {reason}'],
  ['no row was stored for {n} s: {reason}', '{n}초 동안 행을 저장하지 못했습니다: {reason}'],
  [
    '{count} stored; load the file again for the rest: stored rows are overwritten with the same values',
    '{count}를 저장했습니다. 나머지는 파일을 다시 적재하세요. 저장된 행은 같은 값으로 덮어씁니다',
  ],
  [
    'At least {n} messages were sent back; the others are in the queue.',
    '메시지를 {n}개 이상 되돌려 보냈습니다. 나머지는 대기열에 있습니다.',
  ],
  ['{what}; {reason}, so it is not known.', '{what}. {reason}, 알 수 없습니다.'],
  [
    'nothing in the snapshot of {time} has the ARN, id, address or name {name}',
    '{time}의 스냅샷에 ARN, ID, 주소, 이름이 {name}인 것이 없습니다',
  ],
  ['it has only {types}', '{types}만 있어'],
  ['a list could not be read in full', '모두 읽지 못한 목록이 1개 있어'],
  ['{n} lists could not be read in full', '모두 읽지 못한 목록이 {n}개 있어'],
  ['{id} is not in {place}.', '{place}에 {id}이(가) 없습니다.'],
  ['the regions that could be read', '읽은 리전'],
  [
    'what was searched; {region} is the current region, --regions all is every one',
    '찾아본 곳(현재 리전은 {region}, 모든 리전은 --regions all)',
  ],

  // Overrides of a schedule.
  [
    '{what} is {state} until {time}. To end it before: {command}',
    '{what}: {time}까지 {state} 상태로 둡니다. 먼저 끝내려면: {command}',
  ],
  ['Ended: {what} was to be {state} ({why}).', '끝냄: {what}, {state} 상태로 둘 예정이었음({why}).'],

  // Costs.
  ['{source}: {count}, {price}', '{source}: {count}, {price}'],
  ['{source}: {count}; {reason}', '{source}: {count}. {reason}'],
  [
    'Athena charges what a query scans, {price} a terabyte in most regions, and reports it afterwards',
    'Athena는 쿼리가 읽은 양만큼 청구하며(대부분의 리전에서 테라바이트당 {price}), 금액은 나중에 알려 줍니다',
  ],
  [
    'Athena charges what a query scans, {price} a terabyte in most regions, and reports it afterwards; {name} has no partitions by month, so each query reads all months',
    'Athena는 쿼리가 읽은 양만큼 청구하며(대부분의 리전에서 테라바이트당 {price}), 금액은 나중에 알려 줍니다. {name}에는 월별 파티션이 없어 쿼리마다 모든 달을 읽습니다',
  ],
  ['Cost Explorer: at least {count}, {price}', 'Cost Explorer: 최소 {count}, {price}'],
  ['reading {count}, {n} MiB …', '{count}({n}MiB)를 읽는 중 …'],
  [
    "With --apply, AWS applies {what}. It accepts that once a day at most, and it can't be undone: {command}",
    '--apply를 주면 AWS에 요청합니다: {what}. 하루에 한 번까지 가능하고 되돌릴 수 없습니다: {command}',
  ],
  [
    'Requested at {time}: AWS applies {what}, within a day.',
    '{time}에 요청했습니다: {what}. 하루 안에 적용됩니다.',
  ],
  [
    'the states of all keys, active or not, to the costs from {month} on',
    '{month}부터의 비용에 모든 키의 현재 상태를 적용',
  ],

  // Networks.
  [
    'the state has resources of a network, but not its VPC, so what exists is unknown.',
    '상태에 네트워크의 구성 요소는 있으나 그 VPC가 없어 무엇이 있는지 알 수 없습니다.',
  ],
  ['{file} cannot be used: {count} to correct.', '{file}은(는) 쓸 수 없습니다. 고칠 {count}가 있습니다.'],
  ['Wrote {file}.', '{file:을/를} 썼습니다.'],
  [
    'which paths? Name a network file, a VPC (--vpc) or a path (--path)',
    '어떤 경로인지 알 수 없습니다. 네트워크 파일, VPC(--vpc) 또는 경로(--path)를 지정하세요',
  ],
  ['--vpc {name} is not there in {region}', '{region}에 --vpc {name}에 해당하는 VPC가 없습니다'],
  [
    '--vpc {name} is not known in {region}, where not all VPCs could be listed',
    '{region}의 VPC를 모두 조회하지 못해 --vpc {name:을/를} 알 수 없습니다',
  ],
  [
    'another region (--region) or account (--profile) may have it',
    '다른 리전(--region)이나 계정(--profile)에 있을 수 있습니다',
  ],
  [
    '--vpc {name} is the name of several: pass one of {text}',
    '이름이 {name}인 VPC가 여럿입니다. 다음 중 하나를 지정하세요: {text}',
  ],

  // Backfills, bulk puts and alerts.
  ['The backfill {name} is started.', '백필 {name:을/를} 시작했습니다.'],
  [
    'The backfill {name} continues. Follow it: {command}; stop it: {address}; once it is stopped, resume it: {text}',
    '백필 {name:이/가} 계속됩니다. 지켜보기: {command}, 멈추기: {address}, 멈춘 뒤 이어서 하기: {text}',
  ],
  ['Loading by {name}: {reason}', '{name} 방식으로 불러옵니다: {reason}'],
  ['Adopting: {text}', '이어받기: {text}'],
  ['Going on with {address}', '{address}에서 이어서 합니다'],
  [
    'Checking that DynamoDB refuses a line whose condition does not hold',
    '조건에 맞지 않는 줄을 DynamoDB가 거부하게 합니다',
  ],
  ['Started {arn}', '{arn:을/를} 시작했습니다'],
  [
    'A bulk put that was started continues by itself. Run the same command again: it continues where this one stopped',
    '시작된 벌크 쓰기는 스스로 계속됩니다. 같은 명령을 다시 실행하면 멈춘 곳부터 이어집니다',
  ],
  [
    'The load is not recorded: there is no table "{table}"',
    '불러온 기록을 남기지 않습니다: "{table}" 테이블이 없습니다',
  ],
  [
    '{n} alerts were sent; what was not processed is in the bucket.',
    '알림 {n}건을 보냈습니다. 처리하지 않은 것은 버킷에 있습니다.',
  ],
];
