import { zip, type ZippedFile } from '@groundcrew/zip/testing/write-zip';

/** A cell: text, a number as it is written, or XML of its own. */
export type Cell = string | number | { readonly xml: string } | undefined;

export interface WorkbookOptions {
  /** Whether texts stand in their cells. */
  readonly isInline?: boolean;
  /** Whether rows and cells state where they are. */
  readonly hasPlaces?: boolean;
  /** A prefix of the names of elements. */
  readonly prefix?: string;
  /** XML of the first texts. */
  readonly strings?: readonly string[];
  readonly sheetName?: string;
  /** Codes of the formats of numbers: those of the styles from 1 on. */
  readonly formats?: readonly string[];
  /** How its parts are compressed; 0: not at all, so that nothing waits for another thread. */
  readonly method?: 0 | 8;
}

/** A workbook with one sheet, in the forms that programs write them. */
export function workbook(rows: readonly (readonly Cell[])[], options: WorkbookOptions = {}): Buffer {
  const { isInline = false, hasPlaces = true, prefix = '', sheetName = 'Sheet1', formats = [] } = options;
  const strings: string[] = [...(options.strings ?? [])];
  const tag = (name: string, attributes: string, content: string): string =>
    `<${prefix}${name}${attributes}>${content}</${prefix}${name}>`;
  const cellXml = (cell: Cell, place: string): string => {
    if (cell === undefined) return hasPlaces ? '' : tag('c', '', '');
    if (typeof cell === 'number') return tag('c', place, tag('v', '', String(cell)));
    if (typeof cell === 'object') return cell.xml.replaceAll('PLACE', place);
    const text = tag('t', ' xml:space="preserve"', escapeXml(cell));
    if (isInline) return tag('c', `${place} t="inlineStr"`, tag('is', '', text));
    strings.push(tag('t', '', escapeXml(cell)));
    return tag('c', `${place} t="s"`, tag('v', '', String(strings.length - 1)));
  };
  const data = rows
    .map((cells, i) =>
      tag(
        'row',
        hasPlaces ? ` r="${i + 1}"` : '',
        cells.map((cell, j) => cellXml(cell, hasPlaces ? ` r="${columnName(j)}${i + 1}"` : '')).join(''),
      ),
    )
    .join('');
  const namespace = prefix === '' ? 'xmlns' : `xmlns:${prefix.slice(0, -1)}`;
  const main = ` ${namespace}="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`;
  const parts: ZippedFile[] = [
    { name: '[Content_Types].xml', bytes: '<Types/>' },
    { name: '_rels/.rels', bytes: relations([['officeDocument', 'xl/workbook.xml']]) },
    {
      name: 'xl/workbook.xml',
      bytes: tag(
        'workbook',
        `${main} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`,
        tag('sheets', '', `<${prefix}sheet name="${escapeXml(sheetName)}" sheetId="1" r:id="rId1"/>`),
      ),
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      bytes: relations([
        ['worksheet', 'worksheets/sheet1.xml'],
        ['sharedStrings', '/xl/sharedStrings.xml'],
        ...(formats.length > 0 ? [['styles', 'styles.xml'] as const] : []),
      ]),
    },
    { name: 'xl/worksheets/sheet1.xml', bytes: tag('worksheet', main, tag('sheetData', '', data)) },
    {
      name: 'xl/sharedStrings.xml',
      bytes: tag('sst', main, strings.map((text) => tag('si', '', text)).join('')),
    },
    ...(formats.length > 0 ? [{ name: 'xl/styles.xml', bytes: styles(formats) }] : []),
  ];
  return zip(parts.map((part) => ({ ...part, method: options.method ?? 8 })));
}

function styles(formats: readonly string[]): string {
  const codes = formats.map((code, i) => `<numFmt numFmtId="${164 + i}" formatCode="${escapeXml(code)}"/>`);
  const used = formats.map((_, i) => `<xf numFmtId="${164 + i}"/>`);
  return `<styleSheet><numFmts>${codes.join('')}</numFmts><cellXfs><xf numFmtId="0"/>${used.join('')}</cellXfs></styleSheet>`;
}

function relations(targets: readonly (readonly [type: string, target: string])[]): string {
  const type = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const each = targets.map(
    ([kind, target], i) => `<Relationship Id="rId${i + 1}" Type="${type}/${kind}" Target="${target}"/>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Relationships>${each.join('')}</Relationships>`;
}

function columnName(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : columnName(Math.floor(index / 26) - 1) + last;
}

/** Also what XML has no characters for, as Excel writes it. */
function escapeXml(text: string): string {
  return text
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replace(/(?![\t\n])[\p{Cc}\ufffe\uffff]/gu, (character) => {
      const code = character.charCodeAt(0).toString(16).padStart(4, '0').toUpperCase();
      return `_x${code}_`;
    })
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
