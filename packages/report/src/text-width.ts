import { eastAsianWidth } from 'get-east-asian-width';

/*
 * Columns of a terminal. Rules: Unicode Standard Annex 11 (East Asian Width) and 29 (grapheme clusters), Unicode Technical
 * Standard 51 (emoji). A test compares with the package string-width, whose tables and patterns take a command twice as
 * long to load as Node takes to start: here they are made when a text needs them.
 */

// Block elements are as wide as letters: what bars and sparklines are made of.
const SINGLE_WIDTH = /^[\x20-\x7e\u2581-\u258f]*$/;
// Also Hangul syllables, kana and ideographs, which are two columns each.
const PLAIN = /^[\x20-\x7e\u2581-\u258f\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\uac00-\ud7a3]*$/;
const FIRST_WIDE = 0x3041;

/** Columns that `text` takes in a terminal: two for a wide character, none for a combining one. */
export function widthOf(text: string): number {
  if (SINGLE_WIDTH.test(text)) return text.length;
  if (!PLAIN.test(text)) return graphemesOf(text).reduce((sum, cluster) => sum + clusterWidth(cluster), 0);
  let width = text.length;
  for (let index = 0; index < text.length; index += 1) {
    if (text.charCodeAt(index) >= FIRST_WIDE) width += 1;
  }
  return width;
}

let segmenter: Intl.Segmenter | undefined;

/** The characters of `text` as people see them. */
export function graphemesOf(text: string): string[] {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

function clusterWidth(cluster: string): number {
  const visible = Array.from(cluster).filter(isVisible);
  const [first] = visible;
  if (first === undefined) return 0;
  // Variation selector 15 asks for a narrow sign of text; the emoji beyond the basic plane have none.
  if (/^\p{Emoji_Presentation}\ufe0e/u.test(cluster)) return cluster.codePointAt(0)! > 0xffff ? 2 : 1;
  if (isEmoji(cluster)) return 2;
  // A syllable of several letters is one block, as wide as its first.
  if (/^\p{Script=Hangul}/u.test(first)) return eastAsianWidth(first.codePointAt(0)!);
  return visible.reduce((sum, character) => sum + eastAsianWidth(character.codePointAt(0)!), 0);
}

function isVisible(character: string): boolean {
  return !/[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\p{Me}\p{Mn}\p{Cs}]/u.test(character);
}

function isEmoji(cluster: string): boolean {
  return (
    /^(?:\p{Emoji_Presentation}|\p{Regional_Indicator}|[\d#*]\ufe0f)/u.test(cluster) ||
    /^\p{Extended_Pictographic}(?:\ufe0f|\p{Emoji_Modifier}|[^]*\u200d\p{Extended_Pictographic})/u.test(
      cluster,
    )
  );
}
