import { barsOf, figuresOf } from './chart/figures.ts';
import type { Column, Section, TableSection } from './report.ts';
import { printable } from './visible.ts';

/** On a phone, rows of more columns than this are cards: a line for each value, with its heading. */
const MAX_COLUMNS_BESIDE = 2;

/** Whether rows are cards on a phone. */
export function isStacked(section: TableSection): boolean {
  return section.stacked === true || visible(section.columns).length > MAX_COLUMNS_BESIDE;
}

/** The id of a section, for the contents. */
export function sectionId({ key }: Section): string {
  return `section-${key.replace(/[^\w-]/g, '')}`;
}

/**
 * The headings of the values of cards, as style: once for each column, not once for each value, so that a page of a hundred
 * thousand rows does not become larger for it.
 */
export function cardTitles(sections: readonly Section[]): string {
  const rules = sections.flatMap((section) => {
    const table = tableOf(section);
    if (!table || !isStacked(table)) return [];
    return visible(table.columns).map(
      ({ title }, index) =>
        `#${sectionId(section)} .stacked td:nth-child(${index + 1})::before{content:${cssString(printable(title))}}`,
    );
  });
  return rules.length === 0 ? '' : `@media screen and (max-width:40rem){${rules.join('')}}`;
}

function tableOf(section: Section): TableSection | undefined {
  if (section.kind === 'table') return section;
  if (section.kind !== 'chart') return undefined;
  return section.type === 'bars' ? barsOf(section) : figuresOf(section);
}

function visible(columns: readonly Column[]): readonly Column[] {
  return columns.filter(({ hidden }) => !hidden);
}

/** A text as a string of CSS: everything but letters and digits by its number (CSS Syntax, "Consume an escaped code point"). */
function cssString(text: string): string {
  const escaped = text.replace(
    /[^\p{L}\p{N}]/gu,
    (character) => `\\${character.codePointAt(0)!.toString(16)} `,
  );
  return `"${escaped}"`;
}
