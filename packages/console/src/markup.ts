import { escapeHtml } from '@groundcrew/report/html';

/** A piece of a page: HTML whose texts are escaped. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What may stand in a template: texts are escaped, pieces and lists of them stand as they are, the rest is left out. */
export type Part = Markup | string | number | bigint | false | null | undefined | readonly Part[];

/** A piece of a page from a template. Attribute values need their quotes in it. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  let text = strings[0]!;
  for (const [index, part] of parts.entries()) text += toText(part) + strings[index + 1]!;
  return new Markup(text);
}

/** HTML that is escaped already: of a rendered report. */
export function raw(text: string): Markup {
  return new Markup(text);
}

function toText(part: Part): string {
  if (part instanceof Markup) return part.text;
  if (part === false || part === null || part === undefined) return '';
  if (typeof part === 'string') return escapeHtml(part);
  return typeof part === 'object' ? part.map(toText).join('') : String(part);
}
