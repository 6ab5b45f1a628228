/**
 * The sentences and headings of reports of costs, as the code writes them in English, and in Korean. What a placeholder stands
 * for is translated, too, if it is one of {@link translatedNames}.
 */
export const costSentences: readonly (readonly [en: string, ko: string])[] = [
  // Counts.
  ['1 day', '1일'],
  ['{n} days', '{n}일'],
  ['1 week', '1주'],
  ['{n} weeks', '{n}주'],
  ['1 key', '1개 키'],
  ['{n} keys', '{n}개 키'],
  ['1 file', '파일 1개'],
  ['one file', '파일 1개'],
  ['{n} files', '파일 {n}개'],
  ['estimated', '추정'],
  ['final', '확정'],
  ['yes', '예'],
  ['no', '아니요'],

  ['{name} export {paths}', '{name} 내보내기 {paths}'],

  // How far the data go.
  [
    'Data to {day}: no day of the period is delivered yet.',
    '데이터 기준일 {day}: 기간 중 제공된 날이 아직 없습니다.',
  ],
  ['The latest data are of the period {month}.', '가장 최근 데이터는 기간 {month}의 것입니다.'],
  [
    'Data to {day}: no day of the period is delivered as a whole yet; the figures are of {to} so far.',
    '데이터 기준일 {day}: 기간 중 온전히 제공된 날이 아직 없습니다. 수치는 {to} 현재까지의 것입니다.',
  ],
  [
    'Data to {day} ({state}): {to} is not delivered, and left out of all figures and comparisons.',
    '데이터 기준일 {day} ({state}): {to}은 아직 제공되지 않아 모든 수치와 비교에서 뺐습니다.',
  ],
  [
    'Data to {day} ({state}): {to} is not delivered as a whole, and left out of all figures and comparisons.',
    '데이터 기준일 {day} ({state}): {to}은 일부만 제공되어 모든 수치와 비교에서 뺐습니다.',
  ],
  [
    'Data to {day} ({state}): the {count} to {to} are not delivered, and left out of all figures and comparisons.',
    '데이터 기준일 {day} ({state}): {to}까지 {count}은 아직 제공되지 않아 모든 수치와 비교에서 뺐습니다.',
  ],
  [
    'Data to {day} ({state}): the {count} to {to} are not delivered as a whole, and left out of all figures and comparisons.',
    '데이터 기준일 {day} ({state}): {to}까지 {count}은 일부만 제공되어 모든 수치와 비교에서 뺐습니다.',
  ],
  [
    'Charges other than usage that are dated after {day} are counted on that day.',
    '{day} 이후 날짜의 사용 외 요금은 그날에 더했습니다.',
  ],
  [
    'Data to {day}: the days after it are in no figure of this report.',
    '데이터 기준일 {day}: 그 뒤의 날은 이 보고서의 수치에 없습니다.',
  ],
  [
    '{period} is estimated: AWS may still change it.',
    '{period}은(는) 추정치입니다. AWS가 아직 바꿀 수 있습니다.',
  ],

  // Comparisons.
  [
    'Nothing is compared: there are no costs of {period}.',
    '비교하지 않았습니다: {period}의 비용이 없습니다.',
  ],
  [
    'Nothing is compared: Cost Explorer refuses {period}; it has the costs of 14 months, unless more are enabled in its settings.',
    '비교하지 않았습니다: Cost Explorer가 {period}의 조회를 거부했습니다. 설정에서 기간을 늘리지 않으면 최근 14개월의 비용만 있습니다.',
  ],
  [
    'Nothing is compared: the data begin on {day}, within the days before ({period}).',
    '비교하지 않았습니다: 데이터가 비교 기간({period}) 중인 {day}에 시작합니다.',
  ],
  [
    'Nothing is compared: the export has no usage of {day}; add the files that have it.',
    '비교하지 않았습니다: 내보내기에 {day}의 사용이 없습니다. 그날이 있는 파일을 더하세요.',
  ],
  [
    'Nothing is compared: the export has no usage of {day} to {to}; add the files that have it.',
    '비교하지 않았습니다: 내보내기에 {day}부터 {to}까지의 사용이 없습니다. 그 기간이 있는 파일을 더하세요.',
  ],
  [
    'Nothing is compared: Cost Explorer has no usage of {day}; it may be there later.',
    '비교하지 않았습니다: Cost Explorer에 {day}의 사용이 없습니다. 나중에 나타날 수 있습니다.',
  ],
  [
    'Nothing is compared: Cost Explorer has no usage of {day} to {to}; it may be there later.',
    '비교하지 않았습니다: Cost Explorer에 {day}부터 {to}까지의 사용이 없습니다. 나중에 나타날 수 있습니다.',
  ],
  [
    'There is no usage of {day}, and some on each day around: their costs are probably not processed yet, and are in no figure.',
    '{day}의 사용이 없는데 앞뒤 날에는 모두 있습니다. 그 비용은 아직 처리되지 않은 듯하며, 어느 수치에도 없습니다.',
  ],
  [
    'There is no usage of {day} to {to}, and some on each day around: their costs are probably not processed yet, and are in no figure.',
    '{day}부터 {to}까지 사용이 없는데 앞뒤 날에는 모두 있습니다. 그 비용은 아직 처리되지 않은 듯하며, 어느 수치에도 없습니다.',
  ],
  [
    'The data begin on {day}, within {period}: what the days before it cost is not known.',
    '데이터가 {period} 중인 {day}에 시작합니다. 그 전 날들의 비용은 알 수 없습니다.',
  ],
  [
    'There is no usage of {day}, and some on each day around: a part of the export is probably missing, and is in no figure.',
    '{day}의 사용이 없는데 앞뒤 날에는 모두 있습니다. 내보내기의 일부가 빠진 듯하며, 빠진 부분은 어느 수치에도 없습니다.',
  ],
  [
    'There is no usage of {day} to {to}, and some on each day around: a part of the export is probably missing, and is in no figure.',
    '{day}부터 {to}까지 사용이 없는데 앞뒤 날에는 모두 있습니다. 내보내기의 일부가 빠진 듯하며, 빠진 부분은 어느 수치에도 없습니다.',
  ],
  [
    '1 day is compared with {n}: the months are not equally long',
    '1일을 {n}일과 비교했습니다: 두 달의 길이가 다릅니다',
  ],
  [
    '{m} days are compared with {n}: the months are not equally long',
    '{m}일을 {n}일과 비교했습니다: 두 달의 길이가 다릅니다',
  ],
  ['1 day is compared with {n}', '1일을 {n}일과 비교했습니다'],
  ['{m} days are compared with {n}', '{m}일을 {n}일과 비교했습니다'],
  [
    '{day} is not over, and is compared with all of {to}; the latest charges are a day late.',
    '{day}은(는) 아직 끝나지 않았는데 {to} 전체와 비교했습니다. 최근 요금은 하루 늦습니다.',
  ],
  [
    'Nothing is converted to {currency}: the bill is not in one other currency.',
    '{currency} 환산을 하지 않았습니다: 청구서가 다른 한 통화로 되어 있지 않습니다.',
  ],
  [
    'Amounts in {currency} are converted by {reason}; the bill is in {other}.',
    '{currency} 금액은 {reason:을/를} 적용해 환산했습니다. 청구 통화는 {other}입니다.',
  ],
  ['the rates of its months', '월별 환율'],
  ['the rate {rate}', '환율 {rate}'],

  // Forecast and budget.
  [
    '{spent} of {budget} is spent after {percent}% of the days; {reason}',
    '예산 {budget} 중 {spent:을/를} 썼습니다(기간의 {percent}% 경과). {reason}',
  ],
  [
    'whether that is within the budget is not known yet: {reason}',
    '예산 이내인지는 아직 알 수 없습니다: {reason}',
  ],
  [
    'what is spent of {budget} is not known yet: {reason}',
    '예산 {budget} 중 얼마를 썼는지 아직 알 수 없습니다: {reason}',
  ],
  ['{amount} would be an even pace', '고르게 쓴다면 지금까지 {amount}입니다'],
  ['{amount} is expected in total', '예상 합계는 {amount}입니다'],
  ['Forecast: {basis}', '예상 근거: {basis}'],
  [
    'what was spent to {day}, {usage} of usage after it by the {count} before ({parts}); 80% of such forecasts are within the range. By the same weekdays of the last four weeks alone, it would be {plain}',
    '{day}까지 쓴 비용, 그 뒤의 사용 비용 {usage}(이전 {count} 기준: {parts}). 이런 예상의 80%가 범위 안에 듭니다. 지난 4주의 같은 요일만으로는 {plain}입니다',
  ],
  [
    'what was spent to {day}, {usage} of usage after it by the {count} before ({parts}), and {recurring} of other charges that recur; 80% of such forecasts are within the range. By the same weekdays of the last four weeks alone, it would be {plain}',
    '{day}까지 쓴 비용, 그 뒤의 사용 비용 {usage}(이전 {count} 기준: {parts}), 반복되는 그 밖의 요금 {recurring}. 이런 예상의 80%가 범위 안에 듭니다. 지난 4주의 같은 요일만으로는 {plain}입니다',
  ],
  ['their average', '평균'],
  ['their single days', '하루씩 드는 비용'],
  ['a rhythm of two weeks', '2주 주기'],
  ['their weekdays', '요일'],
  ['a growth of {rate}% a week', '주당 {rate}% 증가'],
  ['a decline of {rate}% a week', '주당 {rate}% 감소'],
  ['another level for the last {count}', '최근 {count}의 다른 수준'],
  [
    'what was spent before {from}, and what {source} expects from {to} on',
    '{from} 전에 쓴 비용과 {to}부터 {source}의 예상',
  ],
  ['There is no forecast: {reason}.', '예상이 없습니다: {reason}.'],
  ['it needs {n} delivered days, and there are none', '제공된 날이 {n}일 필요한데 하루도 없습니다'],
  [
    'it needs {n} delivered days, and there are 1 ({from}); the data to {day} will do',
    '제공된 날이 {n}일 필요한데 1일({from})뿐입니다. {day}까지의 데이터가 있으면 됩니다',
  ],
  [
    'it needs {n} delivered days, and there are {m} ({from} to {to}); the data to {day} will do',
    '제공된 날이 {n}일 필요한데 {m}일({from}~{to})뿐입니다. {day}까지의 데이터가 있으면 됩니다',
  ],
  ['the data begin on {day}', '데이터가 {day}에 시작합니다'],
  ['Cost Explorer has no usage of {day}', 'Cost Explorer에 {day}의 사용이 없습니다'],
  ['Cost Explorer has no usage of {day} to {to}', 'Cost Explorer에 {day}부터 {to}까지의 사용이 없습니다'],
  ['the export has no usage of {day}', '내보내기에 {day}의 사용이 없습니다'],
  ['the export has no usage of {day} to {to}', '내보내기에 {day}부터 {to}까지의 사용이 없습니다'],
  [
    'it needs data of the {n} days before the month, and they end on {day}',
    '이번 달 전 {n}일의 데이터가 필요한데 데이터가 {day}에 끝납니다',
  ],
  ['none of its days is delivered yet', '제공된 날이 아직 없습니다'],
  [
    '{source} has no forecast, it is calculated from daily costs: {reason}.',
    '{source}의 예상이 없어 일별 비용으로 계산했습니다: {reason}.',
  ],
  ['the source is not Cost Explorer', '출처가 Cost Explorer가 아닙니다'],
  [
    'The budget is not compared: the bill is in several currencies.',
    '예산과 비교하지 않았습니다: 청구서에 통화가 여럿입니다.',
  ],
  ['The budget is not compared: {reason}.', '예산과 비교하지 않았습니다: {reason}.'],
  [
    'The budget is not compared: {period} does not consist of months.',
    '예산과 비교하지 않았습니다: {period}은(는) 월 단위가 아닙니다.',
  ],

  // Notes on billing exports.
  [
    'charges of the export without a provider, which --provider leaves out: {n}; --provider "(none)" counts them',
    '공급자가 없어 --provider에서 빠진 요금: {n}건. --provider "(none)"은 이런 요금을 셉니다',
  ],
  [
    'charges of several providers are added up: {names}; --provider counts one of them',
    '여러 공급자의 요금을 더했습니다: {names}. --provider로 하나만 셀 수 있습니다',
  ],
  [
    "charges whose {labels} can't be read, as a cell is not a JSON object: {n}; they are counted as (none)",
    '칸이 JSON 객체가 아니어서 {labels}을(를) 읽을 수 없는 요금: {n}건. (없음)으로 셌습니다',
  ],
  [
    "charges whose {labels} can't be read, as a cell is not a JSON object: {n}, such as {cell}; they are counted as (none)",
    '칸이 JSON 객체가 아니어서 {labels}을(를) 읽을 수 없는 요금: {n}건, 예: {cell}. (없음)으로 셌습니다',
  ],
  [
    '{months}: the export has no column for {labels} there, and the costs are counted as (none)',
    '{months}: 내보내기에 {labels} 열이 없어 비용을 (없음)으로 셌습니다',
  ],
  [
    'no charge of these days has {labels}: nothing was given it, it is not active in billing, or it is written otherwise',
    '이 기간의 요금 중 {labels:이/가} 있는 것이 없습니다. 붙인 것이 없거나, 결제에서 활성화되지 않았거나, 다르게 쓴 것입니다',
  ],
  ['tags that the export has: {keys} and {n} others', '내보내기에 있는 태그: {keys} 외 {n}개'],
  ['tags that the export has: {keys}', '내보내기에 있는 태그: {keys}'],
  [
    'ids of accounts are not written with twelve digits, such as {value}: it is read as {id}',
    '계정 ID가 열두 자리 숫자로 쓰여 있지 않습니다(예: {value}). {id}(으)로 읽었습니다',
  ],
  [
    'ids of accounts were changed by a program that took them for numbers, such as {value}: two accounts may be one here, or one may be two',
    '숫자로 다룬 프로그램 때문에 계정 ID가 바뀌었습니다(예: {value}). 두 계정이 하나로, 또는 한 계정이 둘로 보일 수 있습니다',
  ],
  [
    "charges whose cost can't be read, in no sum of this report: {n}, such as {cell}",
    '비용을 읽을 수 없어 합계에 없는 요금: {n}건, 예: {cell}',
  ],
  [
    'charges without a currency are in sums of their own, in {currency}',
    '통화가 없는 요금은 {currency}(으)로 따로 더했습니다',
  ],
  ['charges without a value for {metric}, counted as zero: {n}', '{metric} 값이 없어 0으로 센 요금: {n}건'],
  [
    '{name} has no column for {metric}: its charges are counted as zero',
    '{name}에 {metric} 열이 없어 요금을 0으로 셌습니다',
  ],
  [
    'costs are 32-bit floating-point numbers in the export, of 7 significant digits each: what comes after these is not known',
    '내보내기의 비용이 32비트 부동소수점이어서 각각 유효숫자가 7자리입니다. 그 뒤의 자리는 알 수 없습니다',
  ],
  [
    'costs are floating-point numbers in the export; each is taken as a decimal of 15 significant digits, then summed exactly',
    '내보내기의 비용이 부동소수점입니다. 유효숫자 15자리의 십진수로 읽어 정확히 더했습니다',
  ],
  [
    'the export has no charges of the provider {provider} in {months}',
    '내보내기에 {months}의 {provider} 요금이 없습니다',
  ],
  ['the export has no charges of {months}', '내보내기에 {months}의 요금이 없습니다'],
  [
    'charges without a day that can be read, in no figure of this report: {n}, such as {cell}',
    '날짜를 읽을 수 없어 수치에 없는 요금: {n}건, 예: {cell}',
  ],
  [
    'rows of {name} with more cells than its header, in no figure of this report: {n}, the first on line {line}',
    '{name}에서 머리글보다 칸이 많아 수치에 없는 행: {n}건, 첫 번째는 {line}번째 줄',
  ],
  ...['was', 'were'].map(
    (were) =>
      [
        `{count} of other deliveries ${were} left out, such as {name}: no manifest names them`,
        '다른 전달본의 {count}를 뺐습니다(예: {name}): 매니페스트에 없습니다',
      ] as const,
  ),
  [
    'the newest delivery of {period} ({name}) is not complete: {reason}; the one before it is used ({other})',
    '{period}의 최신 전달본({name})이 완전하지 않습니다: {reason}. 그 앞의 것을 썼습니다({other})',
  ],
  ['{name} is missing', '{name}이(가) 없습니다'],
  ['{name} is empty', '{name}이(가) 비어 있습니다'],
  ['Untagged costs are not reported: {reason}.', '태그 없는 비용은 보고하지 않습니다: {reason}.'],
  [
    'the {name} export has no column for {label}; add it to the export, or ask for another',
    '{name} 내보내기에 {label} 열이 없습니다. 내보내기에 더하거나 다른 것을 지정하세요',
  ],
  [
    'the {name} export has no column for {label}; a tag is in bills once it is activated as a cost allocation tag',
    '{name} 내보내기에 {label} 열이 없습니다. 태그는 비용 할당 태그로 활성화한 뒤부터 청구서에 있습니다',
  ],

  // Notes on Cost Explorer.
  [
    'Costs come from the cache, at no cost: Cost Explorer returned them at {time} UTC.',
    '캐시에서 무료로 읽었습니다: Cost Explorer의 응답 시각은 {time} UTC입니다.',
  ],
  [
    'Charges of an unknown type are counted as adjustments: {names}.',
    '알 수 없는 종류의 요금은 조정으로 셌습니다: {names}.',
  ],
  [
    'No cost has the tag {name}: if resources have it, activate it as a cost allocation tag, by groundcrew cost tags in the account that pays.',
    '{name} 태그가 있는 비용이 없습니다. 리소스에 있는 태그라면 결제 계정에서 groundcrew cost tags로 활성화하세요.',
  ],
  [
    'No cost has the tag {name}, which is active as a cost allocation tag: a tag is in costs from its activation on.',
    '{name} 태그가 있는 비용이 없습니다. 비용 할당 태그로 활성화되어 있으며, 활성화한 뒤의 비용부터 나타납니다.',
  ],
  [
    'The tag {name} is not active as a cost allocation tag: which costs have it is unknown, and they are not listed as untagged. To activate it: {command}',
    '{name} 태그는 비용 할당 태그로 활성화되지 않았습니다. 어느 비용에 있는지 알 수 없어 태그 없음으로 세지 않았습니다. 활성화: {command}',
  ],
  [
    'AWS lists no tag {name}: it does so a day after a resource was given it.',
    'AWS 목록에 {name} 태그가 없습니다. 리소스에 붙인 지 하루 뒤에 나타납니다.',
  ],

  // Anomalies.
  ['Anomalies by {dimensions}, {period}', '{dimensions}별 이상 비용, {period}'],
  ['day', '날짜'],
  ['From', '시작'],
  ['To', '끝'],
  ['Expected', '예상'],
  ['Excess', '초과'],
  ['Evidence', '근거'],
  ['Days that stand out', '두드러진 날'],
  ['Largest excess', '가장 큰 초과'],
  ['Stand out', '이상 비용'],
  ['No day stands out from its own history.', '과거에 비해 두드러진 날이 없습니다.'],
  [
    'None of these days is delivered yet: nothing was judged.',
    '제공된 날이 아직 없어 아무것도 판단하지 않았습니다.',
  ],
  [
    'There are no costs before {day}: the first three weeks from then on only serve as history.',
    '{day} 전의 비용이 없습니다. 그때부터 3주는 기준으로만 씁니다.',
  ],
  ['{cost}, against nothing in the {count} before', '{cost}, 이전 {count} 동안은 없었음'],
  [
    '{cost} in {n} days, against nothing in the {count} before',
    '{n}일 동안 {cost}, 이전 {count} 동안은 없었음',
  ],
  [
    '{cost} in {n} days, against nothing in the {count} before, and it continues',
    '{n}일 동안 {cost}, 이전 {count} 동안은 없었고 계속되고 있음',
  ],
  [
    '{cost}, against {expected} by the {count} before, {parts}',
    '{cost}, 예상은 {expected} (이전 {count} 기준: {parts})',
  ],
  [
    '{cost} in {n} days, against {expected} by the {count} before, {parts}',
    '{n}일 동안 {cost}, 예상은 {expected} (이전 {count} 기준: {parts})',
  ],
  [
    '{cost} in {n} days, against {expected} by the {count} before, {parts}, and it continues',
    '{n}일 동안 {cost}, 예상은 {expected} (이전 {count} 기준: {parts}), 계속되고 있음',
  ],
  ['their rhythm of two weeks', '2주 주기'],
  ['their growth of {rate}% a week', '주당 {rate}% 증가'],
  ['their decline of {rate}% a week', '주당 {rate}% 감소'],
  ['what recurs monthly', '매월 반복'],
  [
    '{n} runs of days stand out, {excess} more than expected in all.',
    '두드러진 기간이 {n}개 있으며, 모두 예상보다 {excess} 많습니다.',
  ],
  [
    '1 run of days stands out, {excess} more than expected.',
    '두드러진 기간이 1개 있으며, 예상보다 {excess} 많습니다.',
  ],
  ['Excess in {currency}, the largest first', '초과 비용 ({currency}), 큰 순서'],

  // Differences.
  ['Costs by {dimensions}, {before} to {after}', '{dimensions}별 비용, {before}에서 {after}'],
  ['What changed', '변화'],
  ['Largest first', '큰 순서'],
  ['Nothing changed.', '변화가 없습니다.'],
  ['Why', '이유'],
  ['new', '신규'],
  ['gone', '없어짐'],
  ['changed', '변경'],
  ['price or mix', '단가 또는 구성'],
  ['slightly more {unit}', '{unit} 조금 증가'],
  ['slightly less {unit}', '{unit} 조금 감소'],
  ['{rate}% more {unit}', '{unit} {rate}% 증가'],
  ['{rate}% less {unit}', '{unit} {rate}% 감소'],
  ['{use}, {amount}, and price or mix, {more}', '{use}: {amount}, 단가 또는 구성: {more}'],
  ['price or mix, {more}, and {use}, {amount}', '단가 또는 구성: {more}, {use}: {amount}'],
  ['{charge}, {reason}', '{charge}, {reason}'],
  ['{after} cost {change} more than {before}.', '{after}의 비용이 {before}보다 {change} 많습니다.'],
  ['{after} cost {change} less than {before}.', '{after}의 비용이 {before}보다 {change} 적습니다.'],

  // Commitments.
  ['Commitments, {period}', '약정, {period}'],
  ['Kind', '종류'],
  ['Number', '개수'],
  ['Utilization', '사용률'],
  ['Used', '사용'],
  ['Unused', '미사용'],
  ['Coverage', '적용률'],
  ['Covered', '적용'],
  ['Of', '기준'],
  ['Not covered', '미적용'],
  ['By end', '종료일순'],
  ['Ends', '종료'],
  ['Days left', '남은 일수'],
  ['Type', '유형'],
  ['Payment', '결제'],
  ['Began', '시작'],
  ['Id', 'ID'],
  ['None.', '없습니다.'],
  ['savings-plan', 'Savings Plan'],
  ['reservation', '예약'],
  ['all', '전체'],
  ['cost', '비용'],
  ['hours', '시간'],
  ['There are no Savings Plans and no reservations.', 'Savings Plan과 예약이 없습니다.'],
  ['{unused} of {total} that is committed was not used.', '약정 {total} 중 {unused:을/를} 쓰지 않았습니다.'],
  ['1 Savings Plan ends within {n} days, on {day}.', 'Savings Plan 1개가 {n}일 안에 끝납니다({day}).'],
  ['1 reservation ends within {n} days, on {day}.', '예약 1개가 {n}일 안에 끝납니다({day}).'],
  [
    '{m} commitments end within {n} days, the first on {day}.',
    '약정 {m}개가 {n}일 안에 끝납니다. 첫 번째는 {day}입니다.',
  ],
  [
    'The source does not show when {n} of {m} commitments ends.',
    '약정 {m}개 중 {n}개는 종료일이 출처에 없습니다.',
  ],
  [
    'What could be covered, and is not, is only known to Cost Explorer: --source cost-explorer',
    '적용할 수 있는데 적용되지 않은 비용은 Cost Explorer만 압니다: --source cost-explorer',
  ],

  // Cost allocation tags.
  ['Cost allocation tags', '비용 할당 태그'],
  ['Active', '활성'],
  ['Inactive', '비활성'],
  ['Policy keys that are not active', '정책의 키 중 비활성'],
  ['Key', '키'],
  ['Status', '상태'],
  ['In the policy', '정책에 있음'],
  ['Made by', '만든 곳'],
  ['Since', '변경일'],
  ['Last used in', '마지막 사용'],
  ['active', '활성'],
  ['inactive', '비활성'],
  ['unlisted', '목록에 없음'],
  ['user', '사용자'],
  ['Applied to past months', '지난 달에 적용'],
  ['Requested at', '요청 시각'],
  ['Completed at', '완료 시각'],
  ['succeeded', '성공'],
  ['processing', '처리 중'],
  ['failed', '실패'],
  [
    'AWS lists no keys: it does so a day after a resource was given a tag.',
    'AWS 목록에 키가 없습니다. 리소스에 태그를 붙인 지 하루 뒤에 나타납니다.',
  ],
  ['The one key of the policy is active.', '정책의 키 1개가 활성 상태입니다.'],
  ['All {n} keys of the policy are active.', '정책의 키 {n}개가 모두 활성 상태입니다.'],
  [
    "{n} of {count} of the policy is not active: costs can't be grouped by it.",
    '정책의 {count} 중 {n}개가 활성 상태가 아닙니다. 이 키로는 비용을 묶을 수 없습니다.',
  ],
  [
    "{n} of {count} of the policy are not active: costs can't be grouped by them.",
    '정책의 {count} 중 {n}개가 활성 상태가 아닙니다. 이 키로는 비용을 묶을 수 없습니다.',
  ],
  ['To activate them: {command}', '활성화: {command}'],
  [
    'AWS lists no {names}: it does so a day after a resource was given the key, and only then can it be activated.',
    'AWS 목록에 {names}이(가) 없습니다. 리소스에 키를 붙인 지 하루 뒤에 나타나며, 그때부터 활성화할 수 있습니다.',
  ],
];

/** Placeholders that stand for text of the catalog or for a day, and not for a name or a figure. */
export const translatedNames: ReadonlySet<string> = new Set([
  ...[
    'basis',
    'advice',
    'cause',
    'charge',
    'count',
    'day',
    'dimensions',
    'from',
    'parts',
    'reason',
    'state',
    'to',
    'use',
  ],
  ...['period', 'before', 'after'],
  ...['hints', 'meaning', 'outcome', 'owner', 'place', 'places', 'problem', 'resources', 'what'],
]);

/** Of these, a text of the catalog is expected: with any other, the sentence is another one. */
export const strictNames: ReadonlySet<string> = new Set([
  ...['advice', 'cause', 'charge', 'count', 'meaning', 'parts', 'use', 'state'],
]);

/** Placeholders that stand for a number. */
export const numberNames: ReadonlySet<string> = new Set(['n', 'm', 'rate', 'percent', 'line']);
