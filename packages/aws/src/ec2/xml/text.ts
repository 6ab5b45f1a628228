const namedEntities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * Decodes XML text: line ends are `\n`, references are their characters (XML 1.0, sections 2.11 and 4.6). An unknown
 * reference is empty, as for the SDK.
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
