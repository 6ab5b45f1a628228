/** What a word ends with when it is read aloud in Korean; undefined where that depends on the reader. */
type Ending = 'consonant' | 'vowel' | undefined;

const HANGUL_START = 0xac00;
const HANGUL_END = 0xd7a3;
/** Each block of Hangul syllables with one beginning and one vowel begins with the one that has no final consonant. */
const FINALS = 28;

/** Digits read in Korean: 영 일 이 삼 사 오 육 칠 팔 구. */
const CLOSED_DIGITS = '013678';
/** Letters whose names end in a consonant: 엘 엠 엔 알. */
const CLOSED_LETTERS = 'LMNR';

/**
 * A value and its particle. Where the ending depends on how a foreign word is read, both are written, as Korean does:
 * `Dot이(가)`.
 *
 * @param closed after a final consonant, as 이, 은, 을
 * @param open after a vowel, as 가, 는, 를
 */
export function withParticle(value: string, closed: string, open: string): string {
  const ending = endingOf(value);
  if (ending === undefined) return `${value}${closed}(${open})`;
  return value + (ending === 'consonant' ? closed : open);
}

function endingOf(value: string): Ending {
  // What closes a bracket or a quotation is not read.
  const read = value.replace(/[\s)\]}>"'’”」』）.,!?~-]+$/u, '');
  const last = read.at(-1);
  if (last === undefined) return undefined;
  const code = last.codePointAt(0)!;
  if (code >= HANGUL_START && code <= HANGUL_END)
    return (code - HANGUL_START) % FINALS === 0 ? 'vowel' : 'consonant';
  if (/\d/.test(last)) return CLOSED_DIGITS.includes(last) ? 'consonant' : 'vowel';
  if (/(?:^|[^A-Za-z])[A-Z]+$/.test(read)) return CLOSED_LETTERS.includes(last) ? 'consonant' : 'vowel';
  return endingOfLatin(read);
}

/** Words in small letters are read as Korean writes them: few endings leave no doubt. */
function endingOfLatin(read: string): Ending {
  const word = /(?:^|[^A-Za-z\d])([A-Za-z]{3,})$/.exec(read)?.[1]?.toLowerCase();
  if (word === undefined) return undefined;
  if (/(?:ng|[lmn])$/.test(word)) return 'consonant';
  return /(?:[aiouy]|ee|s)$/.test(word) ? 'vowel' : undefined;
}
