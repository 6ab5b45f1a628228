import { translateReport } from '../messages/translations.ts';
import type { Column, FactsSection, Report, Row, Section, TableSection } from '../report.ts';
import { formatCell } from '../cell.ts';

const HANGUL = /[\uac00-\ud7a3]/;
const LETTERS = /[A-Za-z]{2}/;
/** The unit of a duration. */
const DURATION = /\d [a-z]+/;
/** Words of a sentence. Names of services and options of the command have capitals, hyphens or digits. */
const SENTENCE = /(?<![\w./:-])[a-z]{2,} [a-z]{2,} [a-z]{2,}(?![\w./:-])/;
/** A label in English: nothing else is in it. */
const LABEL = /^[A-Z]?[a-z]+(?: [a-z]+)*[.:]?$/;
/** Abbreviations that are the same in Korean. */
const SAME = /^(?:AMI|ARN|IMDSv2|IPv6|MAC|SSM|VPC|ID|vCPU)$/;

/**
 * What people would read in English of a report in Korean, in the order of the page; a report whose texts are all in the catalog
 * has nothing. Names and values are in no language: cells are looked at for sentences, and those of columns with `words` whether
 * they are translated.
 *
 * @param isName whether a text, or what stands in quotes, is a name or a command in it
 */
export async function englishLeft(
  report: Report,
  isName: (text: string) => boolean = () => false,
): Promise<readonly string[]> {
  const korean = translateReport(report, 'ko');
  const { title, lead = [], figures = [], next = [] } = korean;
  const sections: string[] = [];
  for (const section of korean.sections) sections.push(...(await sectionTexts(section, isName)));
  return [
    ...[title, ...lead, ...figures.map((figure) => figure.title), ...next].filter(isEnglish),
    ...sections,
    ...(korean.notes ?? []).filter(isEnglish),
  ].filter((text) => !isName(text));
}

/** Whether a sentence or label is not in Korean, quotes and commands apart. */
function isEnglish(text: string): boolean {
  const own = withoutQuotes(text);
  if (!LETTERS.test(own) || SAME.test(own)) return false;
  return !HANGUL.test(own) || SENTENCE.test(own);
}

/** Names and commands are the same in each language. */
function withoutQuotes(text: string): string {
  return text.replaceAll(/`[^`]*`|"(?:[^"\\]|\\.)*"|groundcrew [a-z][\w .,/=-]*/g, '');
}

async function sectionTexts(section: Section, isName: (text: string) => boolean): Promise<readonly string[]> {
  const title = section.title === undefined ? [] : [section.title];
  if (section.kind === 'diagram') return [...title, section.description].filter(isEnglish);
  if (section.kind === 'calendar') return [...title, section.valueTitle].filter(isEnglish);
  if (section.kind === 'chart') {
    const { labelTitle = '', description = '', series } = section;
    const names = series.length === 1 ? series.map(({ name }) => name) : [];
    return [...title, labelTitle, description, ...names].filter(isEnglish);
  }
  const columns = section.columns.filter(({ hidden }) => !hidden);
  const headings = columns.filter(({ named }) => !named).map((column) => column.title);
  const cells: string[] = [];
  for await (const row of rowsOf(section)) cells.push(...columns.flatMap((column) => cellTexts(column, row)));
  const whenEmpty = section.kind === 'table' ? (section.whenEmpty ?? '') : '';
  return [
    ...[...title, ...headings.filter((heading) => !isName(heading)), whenEmpty].filter(isEnglish),
    ...cells,
  ];
}

function rowsOf(section: TableSection | FactsSection): Iterable<Row> | AsyncIterable<Row> {
  return section.kind === 'table' ? section.rows : [section.values];
}

function cellTexts(column: Column, row: Row): readonly string[] {
  if (column.unit === 'duration') return [formatCell(column, row)].filter((text) => DURATION.test(text));
  const text = (column.unit ?? 'text') === 'text' ? formatCell(column, row) : '';
  const isWord = column.words === true && (column.printed === undefined || hasText(column, row));
  const isLeft = SENTENCE.test(withoutQuotes(text)) || (isWord && LABEL.test(text));
  return isLeft ? [text] : [];
}

function hasText({ printed = '' }: Column, row: Row): boolean {
  return typeof row[printed] === 'string';
}
