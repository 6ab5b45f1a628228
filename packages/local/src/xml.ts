import { XMLParser } from 'fast-xml-parser';

/** The content of an element: text, elements by name (an array repeats the name), or nothing. */
export type XmlContent = string | number | boolean | undefined | XmlElements | readonly XmlContent[];
export interface XmlElements {
  readonly [name: string]: XmlContent;
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** Escaped text. Control characters become references, since a parser would drop or normalize them. */
export function escapeXml(text: string): string {
  return text.replace(
    /[&<>"]|\p{Cc}/gu,
    (character) => escapes[character] ?? `&#x${character.charCodeAt(0).toString(16)};`,
  );
}

/** Elements in the order of the object's keys; `undefined` omits an element. */
export function writeXml(elements: XmlElements): string {
  let xml = '';
  for (const [name, content] of Object.entries(elements)) {
    for (const one of Array.isArray(content) ? (content as readonly XmlContent[]) : [content]) {
      if (one !== undefined) xml += `<${name}>${contentOf(one)}</${name}>`;
    }
  }
  return xml;
}

/** A document of one root element. */
export function writeXmlDocument(root: string, namespace: string | undefined, elements: XmlElements): string {
  const xmlns = namespace === undefined ? '' : ` xmlns="${namespace}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}${xmlns}>${writeXml(elements)}</${root}>`;
}

function contentOf(content: XmlContent): string {
  return typeof content === 'object' ? writeXml(content as XmlElements) : escapeXml(String(content));
}

/** A parsed element: its text, or its children; every child is a list. */
export type ParsedXml = string | { readonly [name: string]: readonly ParsedXml[] };

const parser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  removeNSPrefix: true,
  trimValues: false,
  ignoreDeclaration: true,
  // Its own replacement loses control characters that are written as references: see `unescapeXml`.
  processEntities: false,
  isArray: () => true,
});

/**
 * The content of a document's root element, or `undefined` if the text is not such a document.
 * A document type declaration is refused: no AWS request has one.
 */
export function parseXml(text: string, root: string): ParsedXml | undefined {
  if (text.includes('<!DOCTYPE')) return undefined;
  try {
    const document = parser.parse(text, true) as Record<string, readonly ParsedXml[]>;
    return document[root]?.[0];
  } catch {
    return undefined;
  }
}

/** The children of an element by name; none if it is text. */
export function childrenOf(element: ParsedXml | undefined, name: string): readonly ParsedXml[] {
  return typeof element === 'object' ? (element[name] ?? []) : [];
}

/** The text of an element's first child of that name, entities replaced. */
export function childText(element: ParsedXml | undefined, name: string): string | undefined {
  const [child] = childrenOf(element, name);
  const text = typeof child === 'object' ? child['#text']?.[0] : child;
  return typeof text === 'string' ? unescapeXml(text) : undefined;
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The predefined entities and character references, replaced; anything else that starts with `&` is unchanged. */
export function unescapeXml(text: string): string {
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#([0-9]{1,7})|(amp|lt|gt|quot|apos));/gi,
    (whole, hex, decimal, name) => {
      if (name !== undefined) return entities[name as string] ?? whole;
      const codePoint = hex === undefined ? Number(decimal) : Number.parseInt(hex as string, 16);
      return codePoint <= 0x10ffff ? String.fromCodePoint(codePoint) : whole;
    },
  );
}
