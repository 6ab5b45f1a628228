import { decodeCp949 } from './cp949.ts';

/**
 * The syllables of which most Korean text is: some 300 of 2,350. Text in another encoding that happens to be valid CP949
 * is of any syllables and Han characters.
 */
export const usualSyllables: ReadonlySet<string> = new Set(
  '이다는의에가을고로하도사지기리서자인대한어시아나해일정과스구부그수전장라들있보원주만여면공은성제상용유조마신동비오소우안바미계내선경국실방적생발중관분화물식무반개품명점매재량번호코울강남북산광천송종본간카크드트토파피키티타르니루레러란단당달담데디델도독두들등딩라락람랑래랙량려력련령례록론료루류륨르름릉림립말망맥머메면목몬무문밀밍바박밥방배백버번벨변별병복볼봉북불브블비빈빔빵사산살삼새색샘생샤서석설섬성세센셔소손솔송쇼수숙순술슈스슬습승시신심싱쌀씨아악안알암압애액야약양업엔여역연열영예옥온올와왕외요용우운워원월위유육율은음응의인임입자작잔잠장재저적전절점접정제조족존종주준줄중즈증지직진질집차착찬창채책처천철청체초촉총최추축출충취치칠침카칸칼캐캔커컬컴케켓코콘콜쿠크클키킹타탁탈탐태택터턴테텐토톤통투트특틀티틱팀파판팔패팩퍼페편포폰표푸품풍프플피필하학한할함합항해핸행향허험현형호혼홀홍화환황회효후휴흐흑희히',
);

const MIN_DIFFERENT = 16;
const USUAL_SHARE = 0.6;
const HANGUL_SHARE = 0.9;
/** An umlaut of UTF-8 is a usual syllable of CP949: `Nürnberg` would be `N체rnberg`. */
const IN_A_WORD_PATTERN = /[a-z][\uac00-\ud7a3]|[\uac00-\ud7a3][a-z]/;

/**
 * Whether bytes are CP949 beyond doubt, without a look at any other encoding: all of it is well formed, nearly all of
 * what is not ASCII is Hangul, and most of that is of the usual syllables. Needs the tables of CP949.
 *
 * @param minDifferent how many different syllables it takes
 */
export function isPlainKorean(bytes: Uint8Array, minDifferent = MIN_DIFFERENT): boolean {
  const text = decodeCp949(bytes);
  if (text.includes('\ufffd') || IN_A_WORD_PATTERN.test(text)) return false;
  const syllables = new Set<string>();
  let foreign = 0;
  let hangul = 0;
  let usual = 0;
  for (const character of text) {
    if (character < '\x80') continue;
    foreign++;
    if (character < '\uac00' || character > '\ud7a3') continue;
    hangul++;
    syllables.add(character);
    if (usualSyllables.has(character)) usual++;
  }
  const isEnough = syllables.size >= minDifferent;
  return isEnough && hangul >= HANGUL_SHARE * foreign && usual >= USUAL_SHARE * hangul;
}
