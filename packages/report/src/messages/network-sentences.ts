import type { SentencePair } from './sentence-pair.ts';

/** The sentences and headings of reports on networks. */
export const networkSentences: readonly SentencePair[] = [
  // Problems of a file.
  ['Problems in {file}', '{file}의 오류'],
  ['Column', '열'],
  ['Where', '위치'],

  // Who has which addresses.
  ['Addresses of {name}', '{name}의 주소'],
  ['Subnets', '서브넷'],
  ['Usable addresses', '쓸 수 있는 주소'],
  ['Addresses left', '남은 주소'],
  ['Ranges of the VPC', 'VPC의 주소 범위'],
  ['Range', '범위'],
  ['Role', '역할'],
  ['Addresses', '주소 수'],
  ['Where from', '출처'],
  ['first', '기본'],
  ['further', '추가'],
  ['exists', '이미 있음'],
  ['given in the file', '파일에 지정됨'],
  ['chosen', '새로 정함'],
  ['Tier', '티어'],
  ['VPC name', 'VPC 이름'],
  ['Zone', '가용 영역'],
  ['Number of /64', '/64 번호'],
  ['Usable', '사용 가능'],
  ['For load balancers', '로드 밸런서용'],
  ['Free now', '지금 빈 주소'],
  ['Used by no subnet', '서브넷이 쓰지 않는 범위'],
  ['Kept for zones to come, of', '앞으로의 가용 영역을 위해 남겨 둔 티어'],
  ['All addresses are in subnets.', '모든 주소가 서브넷에 있습니다.'],
  ['To know', '알아 둘 것'],
  [
    'Nothing to know: no overlaps, and each tier has its share.',
    '알아 둘 것이 없습니다. 겹치는 범위가 없고, 모든 티어가 제 몫을 가집니다.',
  ],
  [
    "Subnets: {n}, with {m} usable addresses; five of each subnet are AWS's.",
    '서브넷 {n}개에 쓸 수 있는 주소가 {m}개 있습니다. 서브넷마다 주소 5개는 AWS가 씁니다.',
  ],
  [
    'Tags that the file does not have stay on resources of the network: {names}.',
    '파일에 없는 태그는 네트워크의 리소스에 그대로 남습니다: {names}.',
  ],
  [
    'What exists was not looked at: pass --from with a snapshot, or keep the ranges with --write.',
    '이미 있는 것은 확인하지 않았습니다. --from으로 스냅샷을 주거나 --write로 범위를 파일에 남기십시오.',
  ],
  ['Compared with the snapshot of {time}.', '{time}의 스냅샷과 비교했습니다.'],
  [
    '{range} overlaps {other} of {what}: the two cannot be peered, and routes to one hide the other',
    '{range:이/가} {what}의 {other:와/과} 겹칩니다. 둘은 피어링할 수 없고, 한쪽으로 가는 경로가 다른 쪽을 가립니다',
  ],
  [
    '{range} overlaps {other}, which avoid keeps clear of; it exists, and stays',
    '{range:이/가} avoid에 있는 {other:와/과} 겹칩니다. 이미 있으므로 그대로 둡니다',
  ],
  [
    '{range} overlaps {other}, which services of AWS such as Cloud9 and SageMaker use themselves',
    '{range:이/가} {other:와/과} 겹칩니다. Cloud9, SageMaker 같은 AWS 서비스가 직접 쓰는 범위입니다',
  ],
  [
    '{tier} in {zone} has {ranges}, less than its share; it gets a further subnet of /{length}, since none can be resized',
    '{zone}의 {tier}에는 {ranges:이/가} 있어 제 몫보다 작습니다. 서브넷 크기는 바꿀 수 없으므로 /{length} 서브넷을 하나 더 둡니다',
  ],
  [
    '{tier} in {zone} has {ranges}, more than its share of /{length}; it keeps them',
    '{zone}의 {tier}에는 {ranges:이/가} 있어 제 몫 /{length}보다 큽니다. 그대로 둡니다',
  ],
  [
    'the VPC has no room for {what}; it gets {range} beside its other ranges',
    'VPC에 {what}의 자리가 없어 {range:을/를} 추가합니다',
  ],
  [
    'the share of {tier}, {share}, is rounded down to {exact}',
    '{tier}의 몫 {share:은/는} {exact:으로/로} 내림합니다',
  ],
  [
    '{id} ({range}, {zone}) is not of this network; it stays',
    '{id}({range}, {zone})는 이 네트워크의 것이 아니므로 그대로 둡니다',
  ],
  [
    '{id} ({range}) is of {tier} in {zone}, which the file does not have any more',
    '{id}({range})는 {zone}의 {tier} 서브넷인데, 이제 파일에 없습니다',
  ],
  [
    '{id} ({range}) has {n} free addresses, and a load balancer needs {m}',
    '{id}({range})에는 빈 주소가 {n}개 있고, 로드 밸런서에는 {m}개가 필요합니다',
  ],

  // What would be made, changed and removed.
  ['Plan of {name}', '{name}의 계획'],
  ['To make', '생성할 것'],
  ['To change', '변경할 것'],
  ['To remove', '삭제할 것'],
  ['Kept', '유지'],
  ['By the hour, as far as known', '시간당 요금(아는 것만)'],
  ['Resources of unknown price', '요금을 모르는 것'],
  ['Interrupts', '중단되는 것'],
  ['What AWS would refuse', 'AWS가 거부할 것'],
  ['Nothing is known that AWS would refuse.', 'AWS가 거부할 것으로 알려진 것은 없습니다.'],
  ['Changes, in their order', '변경(순서대로)'],
  ['Change', '변경'],
  ['Values', '값'],
  ['By the hour', '시간당'],
  ['make', '생성'],
  ['change', '변경'],
  ['remove', '삭제'],
  ['unknown', '알 수 없음'],
  ['range of the VPC', 'VPC의 주소 범위'],
  ['IPv6 range of the VPC', 'VPC의 IPv6 범위'],
  ['subnet', '서브넷'],
  ['internet gateway', '인터넷 게이트웨이'],
  ['attachment of the internet gateway', '인터넷 게이트웨이 연결'],
  ['egress-only internet gateway', '송신 전용 인터넷 게이트웨이'],
  ['Elastic IP address', '탄력적 IP 주소'],
  ['NAT gateway', 'NAT 게이트웨이'],
  ['route table', '라우팅 테이블'],
  ['route', '경로'],
  ['route table of a subnet', '서브넷의 라우팅 테이블'],
  ['gateway endpoint', '게이트웨이 엔드포인트'],
  ['security group', '보안 그룹'],
  ['rule', '규칙'],
  ['load balancer', '로드 밸런서'],
  ['target group', '대상 그룹'],
  ['listener', '리스너'],
  ['record', '레코드'],
  [
    'Nothing to do: the network is as in the file.',
    '할 일이 없습니다. 있는 것이 파일이 원하는 것과 같습니다.',
  ],
  [
    'It interrupts traffic: {what}. Each has to be named when the plan is applied.',
    '트래픽이 중단됩니다: {what}. 계획을 적용할 때 각각 지정해야 합니다.',
  ],
  [
    'Prices are of {day}, without traffic and capacity units; an unknown price is in no sum.',
    '요금은 {day} 기준이며 트래픽과 용량 단위는 뺐습니다. 모르는 요금은 합계에 없습니다.',
  ],
  ['Compared with the state of {file}.', '{file}의 상태와 비교했습니다.'],
  ['Compared with the account, in {region}.', '계정의 {region} 리전과 비교했습니다.'],
  ['Compared with the answers saved in {folder}.', '{folder}에 저장된 응답과 비교했습니다.'],
  [
    'Whether the region has the zones of the file is unknown: the answers that it was compared with have no ec2 describe-availability-zones.',
    '파일의 가용 영역이 리전에 있는지 알 수 없습니다. 비교한 자료에 ec2 describe-availability-zones가 없습니다.',
  ],
  [
    'The rule {rule} does not belong to the network: it stays, and lets its traffic in.',
    '규칙 {rule:은/는} 이 네트워크의 것이 아니므로 그대로 남으며, 허용하는 트래픽도 그대로입니다.',
  ],
  [
    'What exists was not looked at: this is the plan of a network that is not there.',
    '이미 있는 것은 확인하지 않았습니다. 아직 없는 네트워크의 계획입니다.',
  ],
  [
    'VPCs of the region: {n}, and the quota is {m}; ask for more in Service Quotas',
    '리전의 VPC: {n}개, 할당량은 {m}개입니다. Service Quotas에서 증가를 요청하십시오',
  ],
  [
    'internet gateways of the region: {n}, and the quota is {m}; ask for more in Service Quotas',
    '리전의 인터넷 게이트웨이: {n}개, 할당량은 {m}개입니다. Service Quotas에서 증가를 요청하십시오',
  ],
  [
    'Elastic IP addresses of the region: {n}, and the quota is {m}; ask for more in Service Quotas',
    '리전의 탄력적 IP 주소: {n}개, 할당량은 {m}개입니다. Service Quotas에서 증가를 요청하십시오',
  ],
  [
    'subnets of the VPC: {n}, and the quota is {m}; ask for more in Service Quotas',
    'VPC의 서브넷: {n}개, 할당량은 {m}개입니다. Service Quotas에서 증가를 요청하십시오',
  ],
  [
    'route tables of the VPC: {n}, and the quota is {m}; ask for more in Service Quotas',
    'VPC의 라우팅 테이블: {n}개, 할당량은 {m}개입니다. Service Quotas에서 증가를 요청하십시오',
  ],
  [
    'ranges of the VPC: {n}, and the quota is {m}; ask for more in Service Quotas',
    'VPC의 주소 범위: {n}개, 할당량은 {m}개입니다. Service Quotas에서 증가를 요청하십시오',
  ],
  [
    '{family} rules of {group}: {n}, and the quota is {m}; ask for more in Service Quotas',
    '{group}의 {family} 규칙: {n}개, 할당량은 {m}개입니다. Service Quotas에서 증가를 요청하십시오',
  ],
  [
    '{region} has no zone {zone} for this account; there are {zones}',
    '{region}에는 이 계정이 쓸 수 있는 가용 영역 {zone}이(가) 없습니다. 쓸 수 있는 영역: {zones}',
  ],
  [
    'the account has no hosted zone {zone}, which {name} is wanted in; there are: {zones}',
    '{name}을(를) 둘 호스팅 영역 {zone}이(가) 계정에 없습니다. 있는 영역: {zones}',
  ],
  [
    '{name} cannot be in the hosted zone {zone}, which is of {domain}; name another zone or record',
    '{name}은(는) {domain}의 호스팅 영역 {zone}에 둘 수 없습니다. 다른 영역이나 레코드를 쓰십시오',
  ],
  [
    '{zone} has no NAT gateways (NotAvailableInZone); write nat: one with another zone first, or nat: regional',
    '{zone}에는 NAT 게이트웨이를 둘 수 없습니다(NotAvailableInZone). nat: one으로 다른 가용 영역에 두거나 nat: regional로 쓰십시오',
  ],
  [
    'the {kind} {name} exists and does not belong to {network}: it stays as it is; choose another name',
    '{name}({kind})이 이미 있고 {network}의 것이 아닙니다. 그대로 두므로 다른 이름을 고르십시오',
  ],
];
