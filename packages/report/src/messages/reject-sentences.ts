import type { SentencePair } from './sentence-pair.ts';

/** Why rows and files of stock are rejected, in the words of the reader. */
export const rejectSentences: readonly SentencePair[] = [
  ['{name} on line {line} {problem}', '{line}번째 줄 {name}: {problem}'],
  ['cell {value} on line {line} {problem}', '{line}번째 줄 셀 {value}: {problem}'],
  ['cell on line {line} {problem}', '{line}번째 줄 셀: {problem}'],
  ['is empty; fill the cell', '비어 있습니다. 셀을 채우세요'],
  [
    'is empty; fill the cell (of merged cells only the first has the value: unmerge them)',
    '비어 있습니다. 셀을 채우세요(병합된 셀은 첫 셀에만 값이 있으니 병합을 푸세요)',
  ],
  [
    'has full-width characters; write it with 0 to 9, or load the file with --allow-full-width (setting AllowFullWidth)',
    '전각 문자가 있습니다. 0~9로 쓰거나 전각 수량을 허용하세요',
  ],
  [
    'is an error value of a spreadsheet; correct the formula behind it',
    '스프레드시트 오류 값입니다. 수식을 고치세요',
  ],
  [
    'is an error value of a spreadsheet; correct the formula behind it, and export the file again',
    '스프레드시트 오류 값입니다. 수식을 고치고 파일을 다시 내보내세요',
  ],
  [
    'is a formula whose result is not in the file, as of a program that does not calculate; open the file in a spreadsheet, and save it',
    '결과가 파일에 없는 수식입니다. 스프레드시트에서 열어 저장하세요',
  ],
  [
    'is a number that a spreadsheet rounded, so its last digits are lost; write all digits',
    '스프레드시트가 반올림해 끝자리가 사라진 숫자입니다. 모든 자리를 쓰세요',
  ],
  [
    'is a number that a spreadsheet rounded, so its last digits are lost; format the column as text before the export',
    '스프레드시트가 반올림해 끝자리가 사라진 숫자입니다. 내보내기 전에 열 서식을 텍스트로 바꾸세요',
  ],
  [
    'is a number that a program made a fraction of, so its leading zeros are lost; read the column as text before the export, and write the name again',
    '프로그램이 소수로 바꿔 앞의 0이 사라진 숫자입니다. 내보내기 전에 열을 텍스트로 읽고 이름을 다시 쓰세요',
  ],
  [
    'is not a whole number; fix the cell (digits, or groups of three as in 1,200)',
    '정수가 아닙니다. 셀을 고치세요(숫자 또는 1,200처럼 세 자리씩)',
  ],
  [
    'is not a number; fix the cell (digits, or groups of three as in 1,200)',
    '숫자가 아닙니다. 셀을 고치세요(숫자 또는 1,200처럼 세 자리씩)',
  ],
  [
    'is not a whole number; fix the cell, or load the file with --counts decimal (setting Counts)',
    '정수가 아닙니다. 셀을 고치거나 수량을 소수로 읽으세요(--counts decimal)',
  ],
  [
    'is below zero; fix the cell, or load the file with --allow-negative (setting AllowNegative)',
    '0보다 작습니다. 셀을 고치거나 음수를 허용하세요',
  ],
  [
    'is followed by {value} in a column without a name, so it may be {cell}; quote it, or name the column',
    '이름 없는 열의 {value} 앞에 있어 {cell}일 수 있습니다. 따옴표로 묶거나 열에 이름을 붙이세요',
  ],
  ['is above {n}; fix the cell', '{n}보다 큽니다. 셀을 고치세요'],
  ['has more than {n} digits; round it', '{n}자리가 넘습니다. 반올림하세요'],
  [
    'is {n} if its comma groups digits, and {m} if it begins a fraction, and nothing else in the column shows which; write it without a comma',
    '쉼표가 자릿수 구분이면 {n}, 소수점이면 {m}입니다. 열에 다른 근거가 없으니 쉼표 없이 쓰세요',
  ],
  [
    'is {n} if its comma groups digits, and {m} if it begins a fraction, as it does in {column} with {value} on line {line}, and nothing else in the column shows which; write it without a comma',
    '쉼표가 자릿수 구분이면 {n}, {line}번째 줄 {column} {value}에서처럼 소수점이면 {m}입니다. 열에 다른 근거가 없으니 쉼표 없이 쓰세요',
  ],
  [
    'is {n} if its point groups digits, and {m} if it begins a fraction, and nothing else in the column shows which; write it without a point',
    '점이 자릿수 구분이면 {n}, 소수점이면 {m}입니다. 열에 다른 근거가 없으니 점 없이 쓰세요',
  ],
  [
    'is shown with a unit by the number format of its cell; write how many pieces it is, in a format without a unit',
    '셀의 표시 형식에 단위가 있습니다. 단위 없는 형식으로 개수를 쓰세요',
  ],
  [
    'is a date in the sheet; correct the cell, or its number format',
    '시트에서 날짜입니다. 셀이나 표시 형식을 고치세요',
  ],
  [
    'is a percentage in the sheet; correct the cell, or its number format',
    '시트에서 백분율입니다. 셀이나 표시 형식을 고치세요',
  ],
  [
    'is a date in the sheet, which spreadsheets make of names like 3-1; format the column as text, and write the name again',
    '시트에서 날짜입니다. 스프레드시트는 3-1 같은 이름을 날짜로 바꿉니다. 열 서식을 텍스트로 바꾸고 이름을 다시 쓰세요',
  ],
  [
    'is a number in the sheet that is shown with other characters; format the column as text, and write the name as it is to be',
    '다른 모양으로 표시된 숫자입니다. 열 서식을 텍스트로 바꾸고 원하는 이름을 쓰세요',
  ],
  [
    'is a date, which spreadsheets make of names like 3-1; format the column as text before the export, and write the name again',
    '날짜입니다. 스프레드시트는 3-1 같은 이름을 날짜로 바꿉니다. 내보내기 전에 열 서식을 텍스트로 바꾸고 이름을 다시 쓰세요',
  ],
  [
    'is a formula, and not what it results in; export the values',
    '결과가 아니라 수식입니다. 값으로 내보내세요',
  ],
  [
    'is in quotes, as the store is, but not in those of CSV; put " around each cell, or nothing',
    '매장과 함께 CSV의 것이 아닌 따옴표로 묶여 있습니다. 셀을 "로 묶거나 따옴표를 없애세요',
  ],
  [
    'is what programs write for a missing value; write the name',
    '값이 없을 때 프로그램이 쓰는 글자입니다. 이름을 쓰세요',
  ],
  [
    'is what a spreadsheet shows while it loads a value; wait until it has it, and export the file again',
    '스프레드시트가 값을 불러오는 동안 보이는 글자입니다. 값이 나온 뒤 파일을 다시 내보내세요',
  ],
  [
    'is what a program writes for characters that its encoding lacks; export the file again, in UTF-8',
    '인코딩에 없는 글자를 대신한 것입니다. 파일을 UTF-8로 다시 내보내세요',
  ],
  [
    'makes no sense in {name}, which the file is in; write it again, or save the file as UTF-8',
    '값이 파일의 인코딩 {name}(으)로는 뜻이 통하지 않습니다. 다시 쓰거나 파일을 UTF-8로 저장하세요',
  ],
  [
    'makes no sense in {name}, which the file is in, and does in {other}; write it again, or save the file as UTF-8',
    '값이 파일의 인코딩 {name}(으)로는 뜻이 통하지 않고 {other}(으)로는 통합니다. 다시 쓰거나 파일을 UTF-8로 저장하세요',
  ],
  [
    'seems to be encoded in UTF-8 twice: it would be {value}; write it so, or, if it is right as it is, pass --encoding utf-8 (setting Encoding)',
    'UTF-8로 두 번 인코딩된 것 같습니다. 원래는 {value}입니다. 그렇게 고치거나, 지금 그대로가 맞으면 --encoding utf-8을 쓰세요(설정 Encoding)',
  ],
  [
    'seems to be encoded in UTF-8 twice: it would be {value}; write it so, or, if it is right as it is, load the file with --names keep (setting Names)',
    'UTF-8로 두 번 인코딩된 것 같습니다. 원래는 {value}입니다. 그렇게 고치거나, 지금 그대로가 맞으면 파일을 --names keep으로 읽으세요(설정 Names)',
  ],
  [
    'seems to be Korean in {name} that was read in {other}: it would be {value}; write it so, or, if it is right as it is, load the file with --names keep (setting Names)',
    '{name} 한글을 {other}(으)로 읽은 것 같습니다. 원래는 {value}입니다. 그렇게 고치거나, 지금 그대로가 맞으면 파일을 --names keep으로 읽으세요(설정 Names)',
  ],
  [
    'seems to be Korean in {name} that was read in {other}: it would be {value}, of which characters are lost; export the file again, in UTF-8, or, if it is right as it is, load the file with --names keep (setting Names)',
    '{name} 한글을 {other}(으)로 읽은 것 같습니다. 원래는 {value}이고 일부 글자가 없어졌습니다. 파일을 UTF-8로 다시 내보내거나, 지금 그대로가 맞으면 파일을 --names keep으로 읽으세요(설정 Names)',
  ],
  ['stands for what is written above; write the name itself', '윗행과 같다는 표시입니다. 이름을 쓰세요'],
  [
    'stands for what is written above; write the name, or, if this is the name, load the file with --names keep (setting Names)',
    '윗행과 같다는 표시입니다. 이름을 쓰거나, 이것이 이름이면 파일을 --names keep으로 읽으세요(설정 Names)',
  ],
  [
    'is marked as an example, as in a template; remove the line, or, if this is the name, load the file with --names keep (setting Names)',
    '양식의 예시로 표시되어 있습니다. 줄을 없애거나, 이것이 이름이면 파일을 --names keep으로 읽으세요(설정 Names)',
  ],
  [
    'begins as a line that was commented out; remove the line, or the mark, or, if it is part of the name, load the file with --names keep (setting Names)',
    '주석 처리된 줄처럼 시작합니다. 줄이나 표시를 없애거나, 표시가 이름의 일부이면 파일을 --names keep으로 읽으세요(설정 Names)',
  ],
  [
    'has a question mark within a word, which programs write for a character that their encoding lacks; export the file again, in UTF-8, or, if it is right as it is, load the file with --names keep (setting Names)',
    '단어 안에 물음표가 있습니다. 인코딩에 없는 글자 대신 쓰인 것으로 보입니다. 파일을 UTF-8로 다시 내보내거나, 지금 그대로가 맞으면 파일을 --names keep으로 읽으세요(설정 Names)',
  ],
  [
    'has a question mark after an incomplete word, which programs write for a character that their encoding lacks; export the file again, in UTF-8, or, if it is right as it is, load the file with --names keep (setting Names)',
    '단어가 아닌 글자 뒤에 물음표가 있습니다. 인코딩에 없는 글자 대신 쓰인 것으로 보입니다. 파일을 UTF-8로 다시 내보내거나, 지금 그대로가 맞으면 파일을 --names keep으로 읽으세요(설정 Names)',
  ],
  [
    'ends a word with a question mark, which may stand for a lost character as in {value} on line {line}; export the file again, in UTF-8, or, if it is right as it is, load the file with --names keep (setting Names)',
    '단어 끝에 물음표가 있습니다. {line}번째 줄 {value}에서처럼 없어진 글자일 수 있습니다. 파일을 UTF-8로 다시 내보내거나, 지금 그대로가 맞으면 파일을 --names keep으로 읽으세요(설정 Names)',
  ],
  [
    'is a date, which spreadsheets make of names like 3-1-26; format the column as text before the export, and write the name again, or, if this is the name, load the file with --names keep (setting Names)',
    '날짜입니다. 스프레드시트가 3-1-26 같은 이름을 이렇게 바꿉니다. 내보내기 전에 열을 텍스트 서식으로 하고 이름을 다시 쓰거나, 이 이름이 맞으면 파일을 --names keep으로 읽으세요(설정 Names)',
  ],
  [
    'is escaped for HTML: it would be {value}; write it so, or, if it is right as it is, load the file with --names keep (setting Names)',
    'HTML로 바뀐 글자가 있습니다. 원래는 {value}입니다. 그렇게 고치거나, 지금 그대로가 맞으면 파일을 --names keep으로 읽으세요(설정 Names)',
  ],
  [
    'has characters that are malformed in {name}; correct the cell, or save the file as UTF-8',
    '{name}에서 깨진 글자입니다. 셀을 고치거나 파일을 UTF-8로 저장하세요',
  ],
  [
    'has {n} bytes in UTF-8; a table key takes {m}; shorten it',
    'UTF-8로 {n}바이트입니다. 테이블 키는 {m}바이트까지이니 줄이세요',
  ],
  [
    'line {line} is longer than {n} bytes and begins {value}; shorten it, or raise the longest row allowed',
    '{line}번째 줄이 {n}바이트보다 깁니다({value}). 줄이거나 허용 길이를 늘리세요',
  ],
  [
    'line {line} has {n} cell where the header has {m}; add what is missing',
    '{line}번째 줄의 셀이 {n}개인데 열 이름은 {m}개입니다. 빠진 셀을 추가하세요',
  ],
  [
    'line {line} has {n} cells where the header has {m}; add what is missing',
    '{line}번째 줄의 셀이 {n}개인데 열 이름은 {m}개입니다. 빠진 셀을 추가하세요',
  ],
  [
    'line {line} has {n} cells where the header has {m}; quote a cell that holds {sign}',
    '{line}번째 줄의 셀이 {n}개인데 열 이름은 {m}개입니다. {sign}이(가) 들어 있는 셀을 따옴표로 감싸세요',
  ],
  [
    'line {line} is quoted as a whole, so that it is one cell where the header has {n}; remove the quotes at its start and its end, and make each doubled quote inside a single one',
    '{line}번째 줄 전체가 따옴표로 묶여 셀이 하나인데 열 이름은 {n}개입니다. 줄 처음과 끝의 따옴표를 없애고 안의 두 겹 따옴표는 하나로 줄이세요',
  ],
  ['a cell', '셀'],
  ['{name} on line {line}', '{line}번째 줄 {name}'],
  [
    'the quote opened in {place} is not closed within {n} bytes; close it, or remove it',
    '{place}의 따옴표가 {n}바이트 안에 닫히지 않았습니다. 닫거나 없애세요',
  ],
  [
    'text follows the closing quote in {place}; double each quote inside a quoted cell',
    '{place}의 닫는 따옴표 뒤에 글자가 있습니다. 따옴표 안의 따옴표는 두 번 쓰세요',
  ],
  [
    'the quote opened in {place} would take in lines that are rows by themselves; remove the quote, or double it if it belongs to the text',
    '{place}의 따옴표가 다음 행들까지 묶습니다. 따옴표를 없애거나, 글자라면 두 번 쓰세요',
  ],
  [
    'reads as a total, as the store is empty; remove the line, or, if it is of a shelf, write the store',
    '매장이 비어 있어 합계 행으로 보입니다. 줄을 없애거나, 진열대의 행이면 매장을 쓰세요',
  ],
  [
    'reads as a total, as the item is empty; remove the line, or, if it is of a shelf, write the item',
    '상품이 비어 있어 합계 행으로 보입니다. 줄을 없애거나, 진열대의 행이면 상품을 쓰세요',
  ],
  [
    'is of a row that was rejected as a total; drop the row, or, if it is a shelf, empty its cell reject_code',
    '합계 행으로 제외된 행입니다. 행을 버리거나, 진열대의 행이면 reject_code 셀을 비우세요',
  ],
  [
    'reads as a total: {reason}; remove the line, or, if it is of a shelf, empty its cell reject_code in the file of rejects and load that',
    '합계 행으로 보입니다({reason}). 줄을 없애거나, 진열대의 행이면 고칠 행 파일에서 reject_code 셀을 비워 불러오세요',
  ],
  ['store and item are both names of totals', '매장과 상품이 모두 합계를 뜻하는 이름입니다'],
  ['the item is named as the total of the store', '상품이 매장의 합계를 뜻하는 이름입니다'],
  ['its count {n} is that of the row above', '수량 {n}이(가) 윗행과 같습니다'],
  ['its count {n} is the sum of {m} rows above', '수량 {n}이(가) 위 {m}행의 합과 같습니다'],
  [
    'it is the last row, and a row above it was rejected, so its sum is not known',
    '마지막 행이고, 위에 제외된 행이 있어 합을 알 수 없습니다',
  ],
  [
    'it is the last row, and {n} rows above it were rejected, so their sum is not known',
    '마지막 행이고, 위에 제외된 행이 {n}개 있어 합을 알 수 없습니다',
  ],
  [
    'line {line} begins with {value}, and reads as a total: it has {n} cell where the header has {m}; remove the line, or, if it is of a shelf, add what is missing',
    '{line}번째 줄은 {value}(으)로 시작해 합계 행으로 보입니다. 셀이 {n}개인데 열 이름은 {m}개입니다. 줄을 없애거나, 진열대의 행이면 빠진 셀을 추가하세요',
  ],
  [
    'line {line} begins with {value}, and reads as a total: it has {n} cells where the header has {m}; remove the line, or, if it is of a shelf, add what is missing',
    '{line}번째 줄은 {value}(으)로 시작해 합계 행으로 보입니다. 셀이 {n}개인데 열 이름은 {m}개입니다. 줄을 없애거나, 진열대의 행이면 빠진 셀을 추가하세요',
  ],
  [
    '{item} in {store} on line {line} {problem}; leave one row, or load the file with --duplicates sum, max or last (setting Duplicates)',
    '{line}번째 줄 {store} {item}: {problem}. 한 행만 남기거나 --duplicates sum, max, last로 불러오세요(설정 Duplicates)',
  ],
  [
    'is on {n} rows of the file, the first on line {line}',
    '파일의 {n}행에 있습니다. 처음은 {line}번째 줄입니다',
  ],
  [
    '{item} in {store} on line {line} {problem}; leave one row, or load the file with --duplicates max or last (setting Duplicates)',
    '{line}번째 줄 {store} {item}: {problem}. 한 행만 남기거나 --duplicates max, last로 불러오세요(설정 Duplicates)',
  ],
  [
    'has a sum above {n}, or with more digits than a number holds',
    '합이 {n}보다 크거나 숫자 하나로 나타낼 수 없을 만큼 자릿수가 많습니다',
  ],
  [
    'is on {n} rows of the file that disagree: count {one} on line {line} and {two} on line {m}',
    '파일의 {n}행에 있고 수량이 서로 다릅니다: {line}번째 줄 {one}, {m}번째 줄 {two}',
  ],
  [
    'is on {n} rows of the file that disagree: other further columns on line {line} than on line {m}',
    '파일의 {n}행에 있고 {line}번째 줄과 {m}번째 줄의 다른 열이 서로 다릅니다',
  ],
  [
    '{item} in {store} on line {line} is on further rows of the file, of which that on line {m} is rejected, so what the shelf has is not known; correct that row in the file of rejects, which has all rows of the shelf, and load them together',
    '{line}번째 줄 {store} {item}: 같은 진열대의 {m}번째 줄이 거부되어 수량을 알 수 없습니다. 이 진열대의 모든 행이 있는 거부 파일에서 그 행을 고쳐 함께 불러오세요',
  ],
  [
    '{item} in {store} on line {line} {problem}; leave one row, or load the file with --duplicates last (setting Duplicates)',
    '{line}번째 줄 {store} {item}: {problem}. 한 행만 남기거나 --duplicates last로 불러오세요(설정 Duplicates)',
  ],
  [
    'is on several rows of the file, of which that on line {line} reads as a total with count {n}, while the others add up to {m}',
    '파일의 여러 행에 있고 {line}번째 줄은 합계 {n}(으)로 보이지만 나머지의 합은 {m}입니다',
  ],
  [
    'is on several rows of the file, of which that on line {line} reads as a total with count {n}, while the others have a sum that no number holds',
    '파일의 여러 행에 있고 {line}번째 줄은 합계 {n}(으)로 보이지만 나머지의 합은 숫자 하나로 나타낼 수 없습니다',
  ],
  [
    '{item} in {store} on line {line} reads as the total of the other rows of the shelf, which add up to {n}; remove the line, or, if it is none, name it otherwise and load the whole file again',
    '{line}번째 줄 {store} {item}: 같은 진열대의 나머지 행을 더한 합계({n})로 보입니다. 줄을 없애거나, 합계가 아니면 다른 이름으로 바꿔 파일 전체를 다시 불러오세요',
  ],
  [
    '{cell} has {value}, which stands for lost characters that were read in CP949; export the file again, in UTF-8',
    '{cell}: {value}은(는) 사라진 글자를 CP949로 읽은 것입니다. 파일을 UTF-8로 다시 내보내세요',
  ],

  // Files that are refused.
  ['sheet {name}: {reason}', '시트 {name}: {reason}'],
  [
    '{reason}; other sheets of the workbook: {names}: pass the one that is meant with --sheet, as the metadata x-amz-meta-sheet or as the setting Sheet',
    '{reason}. 다른 시트: {names}. 읽을 시트를 --sheet, 메타데이터 x-amz-meta-sheet 또는 설정 Sheet로 지정하세요',
  ],
  [
    'the file is empty; one of its first 20 lines must name the columns store, item and count (or their aliases: docs/inventory.md lists them)',
    '파일이 비어 있습니다. 처음 20줄 안에 store, item, count 열 이름(또는 별칭: docs/inventory.md)이 있어야 합니다',
  ],
  [
    'the file has no header: line {line} reads {names}, but one of its first 20 lines must name the columns store, item and count (or their aliases: docs/inventory.md lists them); where columns have other names, pass each: {command}',
    '파일에 열 이름이 없습니다. {line}번째 줄은 {names}입니다. 처음 20줄 안에 store, item, count 열 이름(또는 별칭: docs/inventory.md)이 있어야 합니다. 열 이름이 다르면 각각 지정하세요: {command}',
  ],
  [
    'the file has no header: {reason}, but one of its first 20 lines must name the columns store, item and count (or their aliases: docs/inventory.md lists them)',
    '파일에 열 이름이 없습니다({reason}). 처음 20줄 안에 store, item, count 열 이름(또는 별칭: docs/inventory.md)이 있어야 합니다',
  ],
  [
    'the header has no column for {names}: it has {found}; rename a column, or pass its name: {command}',
    '{names} 열이 없습니다. 파일의 열은 {found}입니다. 열 이름을 바꾸거나 이름을 지정하세요: {command}',
  ],
  [
    'the header has {name}, as lists of orders, sales and movements have, so {found} may not be what is in stock; if it is, pass it: {command} (setting ColumnAliases)',
    '주문·판매·입출고 목록에 있는 {name} 열이 있어 {found} 열이 재고가 아닐 수 있습니다. 재고가 맞으면 지정하세요: {command} (또는 설정 ColumnAliases)',
  ],
  [
    'the header has no column {names}, which the settings name: it has {found}; pass the name of one of these',
    '설정에 있는 {names} 열이 파일에 없습니다. 파일의 열은 {found}입니다. 이 중 하나를 지정하세요',
  ],
  [
    'the header has {n} columns for {name}: {found}; rename all but one',
    '{name} 열이 {n}개 있습니다: {found}. 하나만 남기고 이름을 바꾸세요',
  ],
  [
    "the header has {n} columns for {name}: {found}; which one it is can't be guessed: pass one of {command} (setting ColumnAliases, with one name for {what})",
    '{name} 열이 {n}개 있습니다: {found}. 어느 것인지 알 수 없으니 이 중 하나를 지정하세요: {command} (또는 설정 ColumnAliases에 {what}의 이름을 하나만 두세요)',
  ],
  [
    'the header is on line {line}, but line {n} above it looks like a row, which would be lost; move the header to the top, or remove the line',
    '열 이름은 {line}번째 줄에 있지만 그 위 {n}번째 줄이 행처럼 보여 잃게 됩니다. 열 이름을 맨 위로 옮기거나 그 줄을 없애세요',
  ],
  [
    'the file is {what}, despite its name; open it in a spreadsheet and save it as CSV',
    '이름과 달리 {what} 파일입니다. 스프레드시트에서 열어 CSV로 저장하세요',
  ],
  ['the file is not text: {reason}', '텍스트 파일이 아닙니다: {reason}'],
  [
    'the file has a header but no rows; add a line for each item, or do not upload it',
    '열 이름만 있고 행이 없습니다. 상품마다 한 줄씩 추가하거나 올리지 마세요',
  ],
  ['the encoding of the file is not certain: {reason}', '파일의 인코딩이 확실하지 않습니다: {reason}'],
  [
    'the counts of the file contradict each other: {value} shows that the mark "{sign}" means something else than in the rows before; write all counts without marks, as 1200',
    '파일의 수량 표기가 서로 다릅니다. {value}의 "{sign}" 기호가 앞의 행들과 다른 뜻입니다. 모든 수량을 1200처럼 기호 없이 쓰세요',
  ],

  [
    'the numbers of the file contradict each other: {value} in {column} on line {line} shows that the mark "{sign}" may begin a fraction, while counts before were read as if it grouped digits; write all counts without marks, as 1200',
    '파일의 숫자가 서로 다릅니다. {line}번째 줄 {column} {value}에서 "{sign}" 기호는 소수점일 수 있는데, 앞의 수량은 자릿수 구분으로 읽었습니다. 모든 수량을 1200처럼 기호 없이 쓰세요',
  ],
  [
    'line {line} is another header, {names}, so the rows below it are of another table than those above, whose header is {found}; put each table into a file of its own, or give both the same columns in the same order',
    '{line}번째 줄은 다른 표의 열 이름({names})입니다. 아래 행들은 위의 표({found})와 다른 표입니다. 표마다 파일을 나누거나 두 표의 열과 순서를 같게 하세요',
  ],
  [
    'the counts of the file are in several units: {name} is {one} on line {line} and {two} on line {m}, where the count is {n} or {k}; write all counts in pieces, or store them as they are, with the unit beside each, by {command} (setting KeepColumns)',
    '파일의 수량 단위가 여럿입니다. {name} 열이 {line}번째 줄은 {one}, {m}번째 줄은 {two}이고 그 수량은 {n} 또는 {k}입니다. 모든 수량을 낱개로 쓰거나, 단위를 함께 저장하려면 {command}(설정 KeepColumns)를 쓰세요',
  ],
  [
    'the counts of the file are in several units: {name} is {one} on line {line} and {two} on line {m}, where the count is {n} or {k}; write all counts in pieces, as rows of one shelf are added up or compared',
    '파일의 수량 단위가 여럿입니다. {name} 열이 {line}번째 줄은 {one}, {m}번째 줄은 {two}이고 그 수량은 {n} 또는 {k}입니다. 같은 진열대의 행을 더하거나 비교하므로 모든 수량을 낱개로 쓰세요',
  ],
  [
    'the counts of the file are in several units: {name} is {one} on line {line} and {two} on line {m}, where the count is {n}, or {k} times what one holds; write all counts in pieces, or store them as they are, with the unit beside each, by {command} (setting KeepColumns)',
    '파일의 수량 단위가 여럿입니다. {name} 열이 {line}번째 줄은 {one}, {m}번째 줄은 {two}이고 그 수량은 {n} 또는 한 단위에 든 개수의 {k}배입니다. 모든 수량을 낱개로 쓰거나, 단위를 함께 저장하려면 {command}(설정 KeepColumns)를 쓰세요',
  ],
  [
    'the counts of the file are in several units: {name} is {one} on line {line} and {two} on line {m}, where the count is {n}, or {k} times what one holds; write all counts in pieces, as rows of one shelf are added up or compared',
    '파일의 수량 단위가 여럿입니다. {name} 열이 {line}번째 줄은 {one}, {m}번째 줄은 {two}이고 그 수량은 {n} 또는 한 단위에 든 개수의 {k}배입니다. 같은 진열대의 행을 더하거나 비교하므로 모든 수량을 낱개로 쓰세요',
  ],
  [
    '{name} is {value} on line {line}, as in lists of movements, so its count {n} may be what was moved; load a list of what is in stock, or, if this is one, pass {command}, or store the column beside each count by {option} (setting KeepColumns)',
    '{name} 열이 {line}번째 줄에서 입출고 목록처럼 {value}이므로 그 수량({n})은 재고가 아니라 입출고 수량일 수 있습니다. 재고 목록을 읽거나, 재고가 맞으면 {command}, 열을 수량과 함께 저장하려면 {option}(설정 KeepColumns)을 쓰세요',
  ],
  [
    '{name} is {value} on line {line}, as in lists of movements, so its count {n} may be what was moved; load a list of what is in stock, or, if this is one, pass {command}',
    '{name} 열이 {line}번째 줄에서 입출고 목록처럼 {value}이므로 그 수량({n})은 재고가 아니라 입출고 수량일 수 있습니다. 재고 목록을 읽거나, 재고가 맞으면 {command}를 쓰세요',
  ],
  [
    '{name} is {value} on line {line}, so its count {n} may not be in stock as the others are; leave such rows out, or, if they count as well, pass {command}, or store the column beside each count by {option} (setting KeepColumns)',
    '{name} 열이 {line}번째 줄에서 {value}이므로 그 수량({n})은 다른 행과 같은 재고가 아닐 수 있습니다. 이런 행을 빼거나, 재고로 세려면 {command}, 열을 수량과 함께 저장하려면 {option}(설정 KeepColumns)을 쓰세요',
  ],
  [
    '{name} is {value} on line {line}, so its count {n} may not be in stock as the others are; leave such rows out, or, if they count as well, pass {command}',
    '{name} 열이 {line}번째 줄에서 {value}이므로 그 수량({n})은 다른 행과 같은 재고가 아닐 수 있습니다. 이런 행을 빼거나, 재고로 세려면 {command}를 쓰세요',
  ],
  [
    'the gzip data is malformed: {reason}; compress the file and upload it again',
    'gzip 데이터가 손상되었습니다: {reason}. 다시 압축해 올리세요',
  ],
  [
    'it is a full export, and more than {n} % of a store would vanish: {what}; nothing was written. If that is right, confirm it: upload the file again with the metadata x-amz-meta-full-confirmed: yes, or pass --confirm-vanished; otherwise export it again, complete',
    '전체 내보내기 파일인데 한 매장의 {n}%보다 많은 재고가 사라집니다: {what}. 저장한 것은 없습니다. 맞다면 메타데이터 x-amz-meta-full-confirmed: yes로 다시 올리거나 --confirm-vanished를 쓰고, 아니면 파일을 빠짐없이 다시 내보내세요',
  ],
];
