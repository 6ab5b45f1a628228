import type { SentencePair } from './sentence-pair.ts';

/** Parts of an error's sentence, and sentences of errors: of the semicolons between parts each has its own text here. */
export const failureSentences: readonly SentencePair[] = [
  // What AWS answered. A cause is one of those below.
  ['could not {name}: {cause}', '요청이 실패했습니다({name}): {cause}'],
  ['could not {name}: {cause}; {advice}', '요청이 실패했습니다({name}): {cause}. {advice}'],
  ['could not {name}: {cause}; {advice}; {use}', '요청이 실패했습니다({name}): {cause}. {advice}. {use}'],
  ['it was aborted', '중단되었습니다'],
  ['no AWS region is set', 'AWS 리전이 설정되지 않았습니다'],
  [
    'pass --region, or set AWS_REGION or a region in the profile',
    '--region을 주거나 AWS_REGION 또는 프로필의 리전을 설정하세요',
  ],
  ['the AWS credentials have expired', 'AWS 자격 증명이 만료되었습니다'],
  ['sign in again (aws sso login) and retry', '다시 로그인(aws sso login)한 뒤 다시 시도하세요'],
  ['no AWS credentials were found ({text})', 'AWS 자격 증명을 찾지 못했습니다({text})'],
  [
    'no AWS credentials were found: none in the environment, no profile "default" with any in {file} or {path}, and {text}',
    'AWS 자격 증명을 찾지 못했습니다: 환경 변수에 없고, {file} 또는 {path}에 자격 증명이 있는 "default" 프로필이 없으며, {text}',
  ],
  [
    'no AWS credentials were found: none in the environment, no profile "default" with any, and {text}',
    'AWS 자격 증명을 찾지 못했습니다: 환경 변수에 없고, 자격 증명이 있는 "default" 프로필이 없으며, {text}',
  ],
  [
    'set AWS_PROFILE, or run aws configure or aws sso login',
    'AWS_PROFILE을 설정하거나 aws configure 또는 aws sso login을 실행하세요',
  ],
  [
    'set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run aws configure',
    'AWS_PROFILE 또는 AWS_ACCESS_KEY_ID와 AWS_SECRET_ACCESS_KEY를 설정하거나 aws configure를 실행하세요',
  ],
  [
    'the profile "{name}" of {source} is neither in {file} nor in {path}',
    '{source}의 프로필 "{name}"이(가) {file}에도 {path}에도 없습니다',
  ],
  ['neither has profiles: run aws configure', '두 파일 모두 프로필이 없습니다. aws configure를 실행하세요'],
  [
    '{name} is set and AWS_ACCESS_KEY_ID is not',
    '{name}이(가) 설정되어 있고 AWS_ACCESS_KEY_ID는 설정되지 않았습니다',
  ],
  [
    '{name} has {text}, which no key or token has',
    '{name}에 키나 토큰에 있을 수 없는 문자가 있습니다({text})',
  ],
  ['set it again without', '그 문자 없이 다시 설정하세요'],
  ['a comment stands on a line of its own', '주석은 따로 한 줄에 쓰세요'],
  ['correct the line', '그 줄을 고치세요'],
  ['set both, or unset both, or name a profile', '둘 다 설정하거나 둘 다 해제하거나 프로필을 지정하세요'],
  [
    '{place}: the section {text} is not of the profile "{name}", and aws leaves it out',
    '{place}: 섹션 {text}은(는) 프로필 "{name}"의 섹션이 아니며 aws가 읽지 않습니다',
  ],
  ['write {text}, or remove it', '{text}(으)로 쓰거나 지우세요'],
  [
    '{name} names the file "{path}", which does not exist: without it another identity might be used',
    '{name}의 파일 "{path}"이(가) 없습니다. 이 파일이 없으면 다른 자격 증명이 쓰일 수 있습니다',
  ],
  ['correct it, or unset it', '고치거나 해제하세요'],
  [
    'the configuration file "{path}" of {name} can\'t be read: {reason}',
    '{name}의 설정 파일 "{path}"을(를) 읽을 수 없습니다: {reason}',
  ],
  [
    'the configuration file "{path}" can\'t be read: {reason}',
    '설정 파일 "{path}"을(를) 읽을 수 없습니다: {reason}',
  ],
  ['correct it, or its permissions', '파일이나 그 권한을 고치세요'],
  ['it is a folder', '폴더입니다'],
  [
    '{place}: the profile "{name}" has {text} and not the rest of its credentials, and those of this machine are not used in their place',
    '{place}: 프로필 "{name}"에 있는 {text}만으로는 자격 증명이 되지 않으며, 이 컴퓨터의 자격 증명을 대신 쓰지 않습니다',
  ],
  [
    'complete it (aws configure, or aws configure sso), or remove the line',
    '완성하거나(aws configure 또는 aws configure sso) 그 줄을 지우세요',
  ],
  ['{place}: {text} and {other} are of the same name', '{place}: {text}와(과) {other}은(는) 이름이 같습니다'],
  ['merge both', '하나로 합치세요'],
  [
    '{place}: {text} is indented, and so a part of the value of {name} above',
    '{place}: {text}이(가) 들여 쓰여 위의 {name} 값의 일부가 됩니다',
  ],
  ['write it at the start of the line', '줄의 처음에 쓰세요'],
  ['the endpoint "{text}" ({source}) is not a URL', '엔드포인트 "{text}"({source})은(는) URL이 아닙니다'],
  ['write it as http://127.0.0.1:4566', 'http://127.0.0.1:4566처럼 쓰세요'],
  [
    '{name} is not the variable of a service, and requests would be sent to another endpoint',
    '{name}은(는) 어느 서비스의 것도 아니어서 요청이 다른 곳으로 갑니다',
  ],
  ['write {text}, or unset it', '{text}(으)로 쓰거나 해제하세요'],
  ['{name} is "{text}", which is neither true nor false', '{name} 값 "{text}"은(는) true도 false도 아닙니다'],
  ['write one of them, or leave it out', '둘 중 하나를 쓰거나 빼세요'],
  ['the credentials of {source} expired at {time}', '{source}의 자격 증명이 {time}에 만료되었습니다'],
  ['get new ones', '새로 받으세요'],
  ['try again, or check the proxy ({source})', '다시 시도하거나 프록시({source})를 확인하세요'],
  [
    'the proxy {host} ({source}) cannot be reached ({name})',
    '프록시 {host}({source})에 연결할 수 없습니다({name})',
  ],
  [
    'correct or unset {source}, or name what has to be reached directly in NO_PROXY',
    '{source}을(를) 고치거나 해제하고, 직접 연결해야 하는 곳은 NO_PROXY에 적으세요',
  ],
  ['{host} cannot be reached ({name})', '{host}에 연결할 수 없습니다({name})'],
  [
    'check the endpoint (--endpoint-url, AWS_ENDPOINT_URL), the region, the network and the proxy',
    '엔드포인트(--endpoint-url, AWS_ENDPOINT_URL), 리전, 네트워크, 프록시를 확인하세요',
  ],
  ['the proxy does not let the request through ({text})', '프록시가 요청을 통과시키지 않습니다({text})'],
  [
    'check HTTPS_PROXY, and NO_PROXY for what has to be reached directly',
    'HTTPS_PROXY를 확인하고, 직접 연결해야 하는 곳은 NO_PROXY에 적으세요',
  ],
  [
    'the certificate of the endpoint is not trusted ({text})',
    '엔드포인트의 인증서를 신뢰할 수 없습니다({text})',
  ],
  [
    "if a proxy of the company signs it, name its authority's file in AWS_CA_BUNDLE",
    '회사 프록시가 서명한 것이면 그 인증 기관의 파일을 AWS_CA_BUNDLE에 지정하세요',
  ],
  ['the session of these credentials has expired ({name})', '이 자격 증명의 세션이 만료되었습니다({name})'],
  [
    'get a new one in the way that this one was made: groundcrew whoami shows where it is from',
    '같은 방법으로 새 세션을 받으세요. 출처는 groundcrew whoami로 볼 수 있습니다',
  ],
  [
    'the session of these credentials has expired, or the clock of this machine is wrong ({name})',
    '이 자격 증명의 세션이 만료되었거나 이 컴퓨터의 시계가 틀립니다({name})',
  ],
  [
    'compare the clock with a time server; if it is right, get a new one in the way that this one was made: groundcrew whoami shows where it is from',
    '시계를 시간 서버와 비교하고, 맞으면 같은 방법으로 새 세션을 받으세요. 출처는 groundcrew whoami로 볼 수 있습니다',
  ],
  [
    'AWS got the request too long after it was signed ({text}), and the clock of this machine is right',
    '이 컴퓨터의 시계는 맞지만 요청이 서명된 뒤 너무 늦게 AWS에 도착했습니다({text})',
  ],
  ['a proxy or the network held it up: try again', '프록시나 네트워크에서 지연된 것이니 다시 시도하세요'],
  ['the clock of this machine is wrong', '이 컴퓨터의 시계가 틀립니다'],
  ['AWS does not know the access key ({text})', 'AWS가 모르는 액세스 키입니다({text})'],
  [
    'it was deleted, or is mistyped or of another partition',
    '삭제되었거나, 잘못 입력했거나, 다른 파티션의 키입니다',
  ],
  ['the secret does not belong to the access key ({text})', '비밀 키가 액세스 키와 맞지 않습니다({text})'],
  ['correct the keys', '키를 고치세요'],
  ['groundcrew whoami shows where they are from', '출처는 groundcrew whoami로 볼 수 있습니다'],
  ['AWS does not accept these credentials ({text})', 'AWS가 이 자격 증명을 받아들이지 않습니다({text})'],
  [
    'the access key or its secret is wrong, or of another partition (China, GovCloud)',
    '액세스 키나 비밀 키가 틀렸거나 다른 파티션(중국, GovCloud)의 것입니다',
  ],
  ['the clock of this machine is {n} minutes ahead', '이 컴퓨터의 시계가 {n}분 빠릅니다'],
  ['the clock of this machine is {n} minutes behind', '이 컴퓨터의 시계가 {n}분 늦습니다'],
  [
    'set it by a time server (timedatectl set-ntp true), and retry',
    '시간 서버로 맞춘 뒤(timedatectl set-ntp true) 다시 시도하세요',
  ],
  [
    'set it by a time server (timedatectl set-ntp true), and retry ({text})',
    '시간 서버로 맞춘 뒤(timedatectl set-ntp true) 다시 시도하세요({text})',
  ],

  // Access.
  ['access is denied ({text})', '액세스가 거부되었습니다({text})'],
  ['ask for the permission that this needs', '필요한 권한을 요청하세요'],
  [
    'could not {doing}: {who} lacks the permission {name} on {id}; {advice}',
    '요청이 실패했습니다({doing}): {who}에게 {id}에 대한 {name} 권한이 없습니다. {advice}',
  ],
  [
    'could not {doing}: {who} lacks the permission {name}; {advice}',
    '요청이 실패했습니다({doing}): {who}에게 {name} 권한이 없습니다. {advice}',
  ],
  [
    'could not {doing}: {who} is denied {name} by {text}; {advice}; {use}',
    '요청이 실패했습니다({doing}): {who}의 {name}이(가) 거부되었습니다({text}). {advice}. {use}',
  ],
  [
    'could not {doing}: {who} is denied {name} because {text}; {advice}; {use}',
    '요청이 실패했습니다({doing}): {who}의 {name}이(가) 거부되었습니다({text}). {advice}. {use}',
  ],
  [
    'could not {doing}: {who} is denied {name} because {text}; {advice}',
    '요청이 실패했습니다({doing}): {who}의 {name}이(가) 거부되었습니다({text}). {advice}',
  ],
  [
    'check the region and the account of the resource, and the policy of the KMS key',
    '리소스의 리전과 계정, KMS 키의 정책을 확인하세요',
  ],
  [
    "check the region and the account of the resource, and the resource's own policy",
    '리소스의 리전과 계정, 리소스 자체의 정책을 확인하세요',
  ],
  ['change the policy of the KMS key', 'KMS 키의 정책을 바꾸세요'],
  ["change the resource's own policy", '리소스 자체의 정책을 바꾸세요'],
  ['add it to the policy of the KMS key', 'KMS 키의 정책에 추가하세요'],
  [
    'check the region of the KMS key, and that its policy and that of the caller allow kms:Decrypt',
    'KMS 키의 리전을 확인하고, 키의 정책과 호출자의 정책이 kms:Decrypt를 허용하는지 확인하세요',
  ],
  ['the KMS key is disabled ({text})', 'KMS 키가 비활성화되어 있습니다({text})'],
  ['enable it (aws kms enable-key), or use another key', '활성화하거나(aws kms enable-key) 다른 키를 쓰세요'],
  ['the KMS key is not one for this ({text})', '여기에 쓸 수 없는 KMS 키입니다({text})'],
  ['use a symmetric key for encryption', '암호화용 대칭 키를 쓰세요'],
  ["the KMS key can't be used in its state ({text})", 'KMS 키를 지금 상태로는 쓸 수 없습니다({text})'],
  [
    'if it is pending deletion, cancel that (aws kms cancel-key-deletion), and enable it',
    '삭제 대기 중이면 취소하고(aws kms cancel-key-deletion) 활성화하세요',
  ],
  ['the KMS key does not exist ({text})', 'KMS 키가 없습니다({text})'],
  ['check the id or alias of the key, its region and its account', '키의 ID나 별칭, 리전, 계정을 확인하세요'],
  ['a permission of the caller alone does not help', '호출자의 권한만으로는 소용없습니다'],
  ['allow it there', '그곳에서 허용하세요'],
  ['change that', '그것을 바꾸세요'],
  [
    'change Block Public Access of the bucket, the access point or the account',
    '버킷, 액세스 포인트 또는 계정의 퍼블릭 액세스 차단을 바꾸세요',
  ],
  ['let the trust policy of that role name the caller', '그 역할의 신뢰 정책에 호출자를 적으세요'],
  ['change the trust policy of that role', '그 역할의 신뢰 정책을 바꾸세요'],
  ['a further permission of the caller does not help', '호출자에게 권한을 더 주어도 소용없습니다'],
  ['add it to its policy', '정책에 추가하세요'],
  ["add it to the resource's own policy", '리소스 자체의 정책에 추가하세요'],
  [
    'add it to the permissions boundary of the role or user, too',
    '역할이나 사용자의 권한 경계에도 추가하세요',
  ],
  [
    "it has to be allowed by the organization's service control policies as well",
    '조직의 서비스 제어 정책에서도 허용해야 합니다',
  ],
  ['access is denied by {text}', '액세스가 거부되었습니다({text})'],
  ['a further permission does not help', '권한을 더 주어도 소용없습니다'],
  ['remove the deny from the policies of the role or user', '역할이나 사용자의 정책에서 거부를 없애세요'],
  ["only the organization's administrators can change that", '조직의 관리자만 바꿀 수 있습니다'],
  ['find the policy that denies it', '거부하는 정책을 찾으세요'],

  // What is not there, or does not answer.
  ['it does not exist in region {region} ({name})', '{region} 리전에 없습니다({name})'],
  ['it does not exist ({name})', '없습니다({name})'],
  ['check its name, the region and the account', '이름, 리전, 계정을 확인하세요'],
  ['AWS throttles the calls ({text})', 'AWS가 호출을 제한하고 있습니다({text})'],
  ['try again later, or raise the limit', '나중에 다시 시도하거나 한도를 올리세요'],
  ['it timed out ({text})', '시간이 초과되었습니다({text})'],
  ['the service failed ({text})', '서비스가 실패했습니다({text})'],
  ['try again', '다시 시도하세요'],
  ['AWS refused it ({text})', 'AWS가 거절했습니다({text})'],
  ['the answer is not one of AWS ({text})', 'AWS의 응답이 아닙니다({text})'],
  [
    'a proxy, a sign-in page or another server answers in its place: check the endpoint and HTTPS_PROXY',
    '프록시, 로그인 페이지 또는 다른 서버가 대신 응답합니다. 엔드포인트와 HTTPS_PROXY를 확인하세요',
  ],

  // What a form has.
  ['did you mean {name}?', '{name}을(를) 뜻했나요?'],
  ["missing required argument '{name}'", '필요한 값이 없습니다: {name}'],
  ["option '{name}' argument missing", '옵션 {name}의 값이 없습니다'],
  [
    "option '{name}' argument '{value}' is invalid. Write a whole number from {n} to {m}.",
    '옵션 {name}의 값 {value:은/는} 쓸 수 없습니다. {n}부터 {m}까지의 정수를 쓰세요.',
  ],
  [
    "option '{name}' argument '{value}' is invalid. Write a whole number of {n} or more.",
    '옵션 {name}의 값 {value:은/는} 쓸 수 없습니다. {n} 이상의 정수를 쓰세요.',
  ],
  [
    "option '{name}' argument '{value}' is invalid. Allowed choices are {names}.",
    '옵션 {name}의 값 {value:은/는} 쓸 수 없습니다. 쓸 수 있는 값: {names}.',
  ],
  ['{name} "{value}" is not an amount', '{name} "{value}"은(는) 금액이 아닙니다'],
  ['write digits, and a point before cents: {n}', '숫자로 쓰고 소수점 이하는 점 뒤에 쓰세요: {n}'],
  ['"{value}" is not a currency', '"{value}"은(는) 통화가 아닙니다'],
  [
    'write the code of three letters in ISO 4217, such as KRW',
    'ISO 4217의 영문 세 글자 코드로 쓰세요. 예: KRW',
  ],
  ['period "{value}" is not a period', '"{value}"은(는) 기간이 아닙니다'],
  ['period "{value}" ends before it begins', '기간 "{value}"은(는) 끝이 시작보다 앞섭니다'],
  [
    'period "{value}" is in the future: today is {day} in UTC',
    '기간 "{value}"은(는) 미래입니다. 오늘은 UTC로 {day}입니다',
  ],
  ['period "{value}" begins before {day}', '기간 "{value}"은(는) {day}보다 먼저 시작합니다'],
  ['begin with {day} or later', '{day}부터로 쓰세요'],
  [
    'period "{value}" names {day}, which the calendar does not have',
    '기간 "{value}"의 {day}은(는) 달력에 없는 날입니다',
  ],
  ['correct the month or the day', '월이나 일을 고치세요'],
  ['name days that have begun', '이미 시작된 날을 쓰세요'],
  ['dimension "{value}" is not known', '"{value}"은(는) 모르는 분류 기준입니다'],
  ['dimension "{value}" has no key', '분류 기준 "{value}"에 키가 없습니다'],
  ['metric "{value}" is not known', '"{value}"은(는) 모르는 지표입니다'],
  ['filter "{value}" has no =', '필터 "{value}"에 =가 없습니다'],
  ['filter "{value}" has an empty value', '필터 "{value}"의 값이 비어 있습니다'],
  [
    'write NAME=VALUE, and put a value that has a comma in quotes: {text}',
    'NAME=VALUE로 쓰고, 쉼표가 있는 값은 따옴표로 묶으세요: {text}',
  ],
  ['no cost has the {name} "{value}"', '{name}이(가) "{value}"인 비용이 없습니다'],
  ['write {text}', '이렇게 쓰세요: {text}'],
  ['"{value}" is not a known {name}', '"{value}"은(는) 모르는 값입니다({name})'],
  [
    'no list of resources could be read, so what to change is not known: {reasons}',
    '읽을 수 있는 리소스 목록이 하나도 없어 무엇을 바꿔야 할지 알 수 없습니다: {reasons}',
  ],
  ['the only profile is {name}', '프로필은 {name} 하나뿐입니다'],
  ['the profiles are {names}', '프로필: {names}'],
  ['there are {names}', '있는 것: {names}'],
  [
    '"{value}" is not an address, a pattern or a block of them',
    '"{value}"은(는) 주소, 패턴, 대역이 아닙니다',
  ],
  ['"{value}" is not an instance type of EC2', '"{value}"은(는) EC2의 인스턴스 유형이 아닙니다'],
  [
    '"{value}" is not the name of an instance type, which is like {name}',
    '"{value}"은(는) 인스턴스 유형의 이름이 아닙니다. {name} 같은 이름을 쓰세요',
  ],
  ['"{value}" is not the id of {name}', '"{value}"은(는) ID가 아닙니다({name})'],
  ['"{value}" is not a zone', '"{value}"은(는) 가용 영역이 아닙니다'],
  ['no VPC in {region} has the name "{name}"', '{region}에 이름이 "{name}"인 VPC가 없습니다'],
  ['no subnet in {region} has the name "{name}"', '{region}에 이름이 "{name}"인 서브넷이 없습니다'],
  [
    'no VPC in {region} has the id {id}: there are {names}',
    '{region}에 ID가 {id}인 VPC가 없습니다. 있는 것: {names}',
  ],
  [
    'no VPC in {region} has the id {id}: there is none',
    '{region}에 ID가 {id}인 VPC가 없습니다. VPC가 없습니다',
  ],
  [
    'no subnet in {region} has the id {id}: there are {names}',
    '{region}에 ID가 {id}인 서브넷이 없습니다. 있는 것: {names}',
  ],
  [
    'no subnet in {region} has the id {id}: there is none',
    '{region}에 ID가 {id}인 서브넷이 없습니다. 서브넷이 없습니다',
  ],
  [
    'it may be in another region (--regions all) or account (--profile)',
    '다른 리전(--regions all)이나 계정(--profile)에 있을 수 있습니다',
  ],
  ['--regions {names} has instances of it', '인스턴스가 있는 곳: --regions {names}'],

  // Files that a form names.
  ['the {name} "{path}" can\'t be read ({text})', '{name} 파일 "{path}"을(를) 읽을 수 없습니다({text})'],
  ['check the path, and that it may be read', '경로와 읽기 권한을 확인하세요'],
  ['"{path}" has no billing export ({text})', '"{path}"에 청구 내보내기 파일이 없습니다({text})'],
  ['give a folder, a glob, a file or s3://…', '폴더, glob, 파일 또는 s3://…를 지정하세요'],
  [
    'could not read the saved answers in "{path}": {text}',
    '"{path}"의 저장된 응답을 읽지 못했습니다: {text}',
  ],
  [
    '--from is a folder, and groundcrew network show --how-to-save prints a script that makes one',
    '--from에는 폴더를 주세요. 만드는 스크립트는 groundcrew network show --how-to-save로 볼 수 있습니다',
  ],
];
