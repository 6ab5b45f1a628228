import type { Language } from './catalog.ts';
import type { SentencePair } from './sentence-pair.ts';
import { fillTemplate } from './template.ts';

/** The texts in the forms of the console on the options and arguments of commands. `--help` has the English text. */
export const optionSentences: readonly SentencePair[] = [
  // Costs.
  [
    'what to group costs by, two at most: service, account, region, usage-type, resource, charge, tag:KEY, cost-category:NAME',
    '비용을 묶는 기준, 최대 2개: service, account, region, usage-type, resource, charge, tag:KEY, cost-category:NAME',
  ],
  [
    'figure of a charge: unblended, amortized, net-unblended, net-amortized, blended, list; default: unblended',
    '요금의 지표: unblended, amortized, net-unblended, net-amortized, blended, list. 기본값: unblended',
  ],
  [
    'service=Amazon Simple Storage Service,tag:Team!=web|api,tag:Project=(none); all of them apply; may be repeated',
    'service=Amazon Simple Storage Service,tag:Team!=web|api,tag:Project=(none). 모두 만족해야 하며, 여러 번 쓸 수 있습니다',
  ],
  [
    'this-month (the default), last-month, last-7-days, last-3-months, this-year, 2026, 2026-10, 2026-10-03, 2026-01..2026-06',
    'this-month(기본값), last-month, last-7-days, last-3-months, this-year, 2026, 2026-10, 2026-10-03, 2026-01..2026-06',
  ],
  [
    'period of the trend; default: daily for up to 92 days, monthly for more',
    '추이의 단위. 기본값: 92일까지는 일별, 그보다 길면 월별',
  ],
  [
    'compare with the days before, the same days of the year before, or nothing',
    '비교 대상: 직전 기간, 작년 같은 기간, 또는 비교 안 함',
  ],
  [
    'number of groups, the others are one row; default: 15 in a terminal, all elsewhere',
    '보여 줄 그룹 수. 나머지는 한 행으로 합칩니다. 기본값: 터미널에서는 15, 그 밖에서는 모두',
  ],
  [
    'the tag that costs should have, unless --by has one: costs without it are listed by service; empty: not listed',
    '비용에 있어야 할 태그(--by에 태그가 없을 때): 없는 비용을 서비스별로 나열합니다. 비우면 나열하지 않습니다',
  ],
  [
    "forecast of this whole month: own, calculated from daily costs; aws, Cost Explorer's own, for one more paid request",
    '이번 달의 예상 비용: own은 일별 비용으로 계산하고, aws는 Cost Explorer의 예측으로 유료 요청이 하나 늘어납니다',
  ],
  [
    "budget of a month, in the bill's currency: whether spending is within it",
    '월 예산(청구 통화): 지출이 예산 안에 있는지 봅니다',
  ],
  [
    'of headings, labels and sentences: en (default) or ko; the keys and values of JSON and CSV are in English',
    '제목, 이름, 문장의 언어: en(기본값) 또는 ko. JSON과 CSV의 키와 값은 영어입니다',
  ],
  [
    'show costs in this currency, too, such as KRW: converted by --rate, and marked as such',
    'KRW처럼 이 통화로도 비용을 표시합니다. --rate로 환산하고, 환산한 값임을 밝힙니다',
  ],
  [
    "units of --currency for one of the bill's: 1380, or a file with a line 2026-10,1380 for each month",
    '청구 통화 1단위에 대한 --currency의 값: 1380, 또는 달마다 2026-10,1380 한 줄이 있는 파일',
  ],
  [
    'cost-explorer (default), athena, or a billing export: a file, a folder, a glob or s3://BUCKET/PREFIX; exports may be repeated',
    'cost-explorer(기본값), athena, 또는 결제 내보내기: 파일, 폴더, glob, s3://BUCKET/PREFIX. 내보내기는 여러 번 쓸 수 있습니다',
  ],
  [
    'for --source athena: the table on a FOCUS, CUR 2.0 or legacy CUR export',
    '--source athena일 때: FOCUS, CUR 2.0 또는 기존 CUR 내보내기의 테이블',
  ],
  [
    'for --source athena: the workgroup of the queries; default: primary',
    '--source athena일 때: 쿼리의 작업 그룹. 기본값: primary',
  ],
  [
    "for --source athena: where results are written; default: the workgroup's own location",
    '--source athena일 때: 결과를 쓸 위치. 기본값: 작업 그룹의 위치',
  ],
  [
    'for a FOCUS export: only charges of this provider, such as AWS; may be repeated',
    'FOCUS 내보내기일 때: AWS처럼 이 공급자의 요금만. 여러 번 쓸 수 있습니다',
  ],
  [
    'names of accounts, printed beside their ids: lines ID,NAME, or the output of aws organizations list-accounts; default: those that the export has',
    '계정 ID 옆에 표시할 이름: ID,NAME 줄 또는 aws organizations list-accounts의 출력. 기본값: 내보내기에 있는 이름',
  ],
  [
    'limit for the price of requests to Cost Explorer, $0.01 each; no request is sent if all of them exceed it. Athena reports the price afterwards: no further query is sent once the limit is exceeded',
    'Cost Explorer 요청 요금의 한도(요청당 $0.01). 합계가 한도를 넘으면 요청을 보내지 않습니다. Athena는 요금을 나중에 알려 주므로, 넘은 뒤에는 쿼리를 더 보내지 않습니다',
  ],
  ['send, and pay for, cached requests again', '캐시에 있는 것도 다시 요청하고 요금을 냅니다'],
  ['the earlier period: 2026-09, last-month', '이전 기간: 2026-09, last-month'],
  ['the later one: 2026-10, this-month', '이후 기간: 2026-10, this-month'],
  [
    'number of listed changes; default: 20 in a terminal, all elsewhere',
    '나열할 변화의 수. 기본값: 터미널에서는 20, 그 밖에서는 모두',
  ],
  [
    'days to check; default: the last thirty that are delivered. The three months before them are read, too',
    '확인할 날. 기본값: 제공된 최근 30일. 그 전 3개월도 읽습니다',
  ],
  [
    "minimum excess of a run of days, in the bill's currency",
    '이어진 날들의 초과분 합계의 최소 금액(청구 통화)',
  ],
  [
    'days of the report: last-month, this-month, 2026-10, 2026-01..2026-06',
    '살펴볼 날: last-month, this-month, 2026-10, 2026-01..2026-06',
  ],
  ['list first those that end within so many days', '이 일수 안에 끝나는 것을 먼저 나열합니다'],
  [
    'exit with code 3 if one ends within the days of --expiring, 6 if that is not known',
    '--expiring 일수 안에 끝나는 것이 있으면 종료 코드 3, 알 수 없으면 6',
  ],
  [
    'cost-explorer (default), or a billing export; exports may be repeated',
    'cost-explorer(기본값) 또는 결제 내보내기. 내보내기는 여러 번 쓸 수 있습니다',
  ],
  [
    'for an export and for Athena: print the SQL statements to standard error',
    '내보내기와 Athena일 때: SQL 문을 표준 오류에 출력합니다',
  ],

  // Tags.
  [
    'the tag policy; groundcrew tags policy init writes one to start from',
    '태그 정책. 처음이라면 groundcrew tags policy init으로 만들 수 있습니다',
  ],
  [
    'read what account collect or tags collect saved, instead of calling AWS',
    'AWS에 묻지 않고 account collect나 tags collect가 저장한 파일을 봅니다',
  ],
  ['regions, separated by commas; all: every enabled one', '쉼표로 구분한 리전. all: 사용 설정된 모든 리전'],
  [
    'accounts, separated by commas, or organization: all active ones, your own by your own credentials; requires --role',
    '쉼표로 구분한 계정, 또는 organization: 활성 계정 모두(자기 계정은 자기 자격 증명으로). --role이 필요합니다',
  ],
  [
    'role to assume in each of the accounts: auditor, ops/auditor, or an ARN with {account} in it',
    '각 계정에서 맡을 역할: auditor, ops/auditor, 또는 {account}가 들어 있는 ARN',
  ],
  ["external id that the role's trust policy requires", '역할의 신뢰 정책이 요구하는 외부 ID'],
  ['timeout of one call; each region gets two attempts', '호출 한 번의 제한 시간. 리전마다 두 번 시도합니다'],
  [
    "list violations of these only: types of resources, with commas, * for any text: 's3:bucket,ec2:*'",
    "이 유형의 위반만 나열합니다. 쉼표로 구분하고 *는 아무 글자나 뜻합니다: 's3:bucket,ec2:*'",
  ],
  ['list violations of this key only; may be repeated', '이 키의 위반만 나열합니다. 여러 번 쓸 수 있습니다'],
  [
    'list violations of this owner only; may be repeated; (none): of what has no owner',
    '이 담당자의 위반만 나열합니다. 여러 번 쓸 수 있습니다. (none): 담당자가 없는 것',
  ],
  [
    'how many rows of a table are shown; else 20 in a terminal, all elsewhere',
    '표에 보여 줄 행 수. 없으면 터미널에서는 20, 그 밖에서는 모두',
  ],

  // Instances.
  [
    'only instances with this in a name, an id, an address, the type or a tag',
    '이름, ID, 주소, 유형 또는 태그에 이것이 들어 있는 인스턴스만',
  ],
  [
    'read what account collect saved, instead of calling EC2',
    'EC2에 묻지 않고 account collect가 저장한 파일을 봅니다',
  ],
  [
    'profiles of several accounts, separated by commas, in place of --profile or --accounts',
    '--profile이나 --accounts 대신 여러 계정의 프로필, 쉼표로 구분',
  ],
  ['the tag Name: web-*; may be repeated', 'Name 태그: web-*. 여러 번 쓸 수 있습니다'],
  [
    'Project=shop, Project (present), !Project (absent), !Project=shop; may be repeated',
    'Project=shop, Project(있음), !Project(없음), !Project=shop. 여러 번 쓸 수 있습니다',
  ],
  ['running,stopped; all: also terminated ones', 'running,stopped. all: 종료된 것도 포함'],
  ['m7g.*,t4g.small', '예: m7g.*,t4g.small'],
  ['on-demand, spot, scheduled, capacity-block', '다음 중 하나: on-demand, spot, scheduled, capacity-block'],
  ['VPCs, by id or by name: vpc-0abc,shop', 'VPC의 ID 또는 이름: vpc-0abc,shop'],
  ['subnets, by id or by name', '서브넷의 ID 또는 이름'],
  ['availability zones: us-east-1a', '가용 영역: us-east-1a'],
  ['ids of AMIs', 'AMI의 ID'],
  ['ids of instances', '인스턴스의 ID'],
  [
    'addresses, private or public, patterns and blocks of them: 10.0.1.*,10.80.0.0/20',
    '사설 또는 공인 주소, 주소의 패턴과 블록: 10.0.1.*,10.80.0.0/20',
  ],
  [
    'name,id,tag:Team; all, or some of: {names}; and, each with a further call or file: {others}',
    'name,id,tag:Team. all, 또는 다음 중 일부: {names}. 별도의 호출이나 파일이 필요한 것: {others}',
  ],
  [
    'columns to sort by, -column in descending order: name,-launchTime',
    '정렬할 열, 내림차순은 -열: name,-launchTime',
  ],
  [
    'add the name and age of each AMI: the columns imageName and imageAge',
    '각 AMI의 이름과 나이도: imageName과 imageAge 열',
  ],
  [
    'prices, CSV with type,region,hourly, or a bill in the form of FOCUS: adds the column monthlyPrice, for 730 hours',
    '요금: type,region,hourly CSV 또는 FOCUS 형식의 청구서. 730시간 기준의 monthlyPrice 열이 추가됩니다',
  ],
  ['list at most this many instances', '인스턴스의 최대 개수'],
  ['if nothing is found, do not search the other regions', '찾지 못해도 다른 리전을 찾지 않습니다'],
  ['an instance type: m7gd.4xlarge', '인스턴스 유형: m7gd.4xlarge'],
  [
    'list the types of all later generations, in this size or the nearest one, of every processor, and what changes',
    '모든 이후 세대의 유형을 같은 크기 또는 가장 가까운 크기로, 프로세서를 가리지 않고 달라지는 점과 함께 나열합니다',
  ],
  [
    'add vCPUs, memory, network and EBS figures from EC2 in the region',
    '해당 리전의 EC2에서 vCPU, 메모리, 네트워크, EBS 수치를 더합니다',
  ],

  // Schedules.
  ['the schedule file, YAML or JSON', '일정 파일, YAML 또는 JSON'],
  ['the year, in the zone of each schedule; default: this one', '연도(각 일정의 시간대 기준). 기본값: 올해'],
  ['only this schedule; may be repeated', '이 일정만. 여러 번 쓸 수 있습니다'],
  ['what is expected, YAML or JSON', '기대를 적은 파일, YAML 또는 JSON'],
  [
    'a file of account collect or tags collect: which resources are on schedules',
    'account collect나 tags collect의 파일: 어떤 리소스에 일정이 있는지',
  ],
  [
    'with --from: a bill with resources, for prices: a file, a folder, s3://BUCKET/PREFIX, athena; may be repeated',
    '--from과 함께: 요금을 알 수 있도록 리소스가 들어 있는 청구서: 파일, 폴더, s3://BUCKET/PREFIX, athena. 여러 번 쓸 수 있습니다',
  ],
  [
    'with --source: the month of the prices, 2026-10; default: the last whole one',
    '--source와 함께: 요금 기준 월, 2026-10. 기본값: 지난달',
  ],
  [
    'list each start and stop in a table too; data has them always',
    '시작과 중지를 하나하나 표로도 나열합니다. 데이터에는 항상 들어 있습니다',
  ],
  ['the snapshot of account collect that is copied', '복사할 account collect의 스냅샷'],
  ['how many days to run', '예행연습할 일수'],
  [
    'the day on which they begin, in UTC: 2027-02-05; default: today',
    '시작하는 날(UTC): 2027-02-05. 기본값: 오늘',
  ],
  ['between two runs, as RunInterval of the stack', '두 실행 사이의 간격. 스택의 RunInterval과 같습니다'],
  [
    'inject throttles, errors and lack of capacity by this seed, or by a list as for groundcrew local',
    '이 시드로 정한 조절, 오류, 용량 부족과 함께. 또는 groundcrew local과 같은 목록',
  ],
  [
    'list the starts and stops of each resource in a table too; data has them always',
    '리소스마다 시작과 중지를 표로도 나열합니다. 데이터에는 항상 들어 있습니다',
  ],
  [
    'in place of the account: a snapshot of account collect --networks, or a folder of saved answers of aws ... describe-* (network show --how-to-save prints a script that makes them)',
    '계정 대신 읽을 것: account collect --networks의 스냅샷, 또는 aws ... describe-*의 응답을 저장한 폴더(만드는 스크립트는 network show --how-to-save가 출력합니다)',
  ],
  [
    'trace the paths of a file in the account, in the region of the file, and not in the network that it wants',
    '파일이 원하는 네트워크가 아니라, 파일의 리전에 있는 계정의 네트워크에서 경로를 추적합니다',
  ],
  ['only this VPC', '이 VPC만'],
  ['internet, an id, an address, a load balancer, or a name', 'internet, ID, 주소, 로드 밸런서 또는 이름'],
  [
    'the same, as TO, TO:PORT or TO:PORT/PROTOCOL',
    '같은 것. TO, TO:PORT 또는 TO:PORT/PROTOCOL 형식으로 씁니다',
  ],
  ['the network file', '네트워크 파일'],
  [
    'the paths that this VPC has now, in place of those of a file',
    '파일의 경로 대신 이 VPC에 지금 있는 경로',
  ],
  [
    "a path, such as 'internet -> www:443' or 'never internet -> db:*'; can be repeated",
    "경로. 예: 'internet -> www:443', 'never internet -> db:*'. 여러 번 지정할 수 있습니다",
  ],
  ['only this failure; can be repeated', '이 장애만. 여러 번 지정할 수 있습니다'],
];

/** Of columns, whose names are added to the text of their option. */
const COLUMNS_PATTERN =
  /^name,id,tag:Team; all, or some of: (.*); and, each with a further call or file: (.*)$/s;

const korean = new Map(optionSentences);

/** The description of an option or argument in a language; `undefined`: the catalog does not have it. */
export function optionText(description: string, language: Language): string | undefined {
  if (language === 'en') return description;
  const [, names, others] = COLUMNS_PATTERN.exec(description) ?? [];
  if (names === undefined || others === undefined) return korean.get(description);
  const template = [...korean].find(([en]) => COLUMNS_PATTERN.test(en))?.[1];
  return template === undefined ? undefined : fillTemplate(template, { names, others });
}
