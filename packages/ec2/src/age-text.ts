const MINUTE_MS = 60_000;

/** The time since then, in the largest unit that has at least two of them: `40 min`, `5 h`, `3 d`. */
export function ageText(time: string | null, nowMs: number): string | null {
  if (time === null) return null;
  const minutes = Math.max(0, Math.floor((nowMs - Date.parse(time)) / MINUTE_MS));
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} d`;
}
