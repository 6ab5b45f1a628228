/**
 * What the ids of a region's zones begin with: `apne2` for `ap-northeast-2`.
 *
 * From "AWS Availability Zones" (AWS Regions and Availability Zones): the area, the directions by their first letters, and
 * the number.
 */
export function zonePrefix(region: string): string {
  const parts = region.split('-');
  const [area = '', ...rest] = parts;
  const number = rest.pop() ?? '';
  const directions = rest.map((word) =>
    word.replace(/^(north|south)(east|west)$/, (_, one, two) => `${one[0]}${two[0]}`),
  );
  return `${area}${directions.map((word) => (word.length <= 2 ? word : word[0])).join('')}${number}`;
}

/**
 * The two zones of a file that names none: the first two of the region. us-west-1 has no usw1-az2 for new accounts (the
 * list of "Availability Zones that support One Zone file systems" has az1 and az3 only).
 */
export function defaultZones(region: string): readonly string[] {
  const prefix = zonePrefix(region);
  return region === 'us-west-1' ? [`${prefix}-az1`, `${prefix}-az3`] : [`${prefix}-az1`, `${prefix}-az2`];
}

/** The number of a zone in its region: 3 of `apne2-az3`. A Local Zone and a Wavelength Zone have none. */
export function zoneNumber(zoneId: string): number | undefined {
  const [, number] = /^[a-z]+\d-az(\d{1,2})$/.exec(zoneId) ?? [];
  return number === undefined ? undefined : Number(number);
}

/** Zones of a region before its Local Zones, each by number: az2 before az10. */
export function compareZones(one: string, other: string): number {
  const first = zoneNumber(one);
  const second = zoneNumber(other);
  if (first !== undefined && second !== undefined && first !== second) return first - second;
  if ((first === undefined) !== (second === undefined)) return first === undefined ? 1 : -1;
  return one < other ? -1 : one > other ? 1 : 0;
}
