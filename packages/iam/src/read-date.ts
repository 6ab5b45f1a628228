/** Year, month, day, time and offset: the profile of ISO 8601 that IAM names ("Date condition operators"). */
const ISO_PATTERN =
  /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d:\d\d))?)?)?$/;

/** Milliseconds since 1970 of a date of ISO 8601, or of seconds since 1970; `undefined`: neither. */
export function readDate(text: string): number | undefined {
  const [
    ,
    year,
    month = '01',
    day = '01',
    hour = '00',
    minute = '00',
    second = '00',
    fraction = '',
    offset = 'Z',
  ] = ISO_PATTERN.exec(text) ?? [];
  if (year === undefined) return /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) * 1000 : undefined;
  const milliseconds = fraction.slice(0, 3).padEnd(3, '0');
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${milliseconds}${offset}`);
  // `Date.parse` moves February 30 to March.
  const isDay = Number(day) <= new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  return Number.isNaN(time) || !isDay ? undefined : time;
}
