const namedEntities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * Text as XML means it: line ends are `\n`, references are what they stand for (XML 1.0, sections 2.11 and 4.6).
 * A reference to something that XML does not know is nothing, as to the SDK.
 */
export function decodeText(raw: string): string {
  return raw
    .replace(/\r\n?/g, '\n')
    .replace(
      /&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|([a-zA-Z][a-zA-Z0-9]{0,30}));/g,
      (_, hex?: string, decimal?: string, name?: string) => {
        if (name !== undefined) return namedEntities[name] ?? '';
        const point = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
        return point <= 0x10ffff ? String.fromCodePoint(point) : '';
      },
    );
}
