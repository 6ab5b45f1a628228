const MIN_INTERVAL_MS = 1_000;

let isWanted = false;
let isRunning = false;
let timer: number | undefined;
let lastMs = 0;

/** Reads the page again soon, at most once a second and not while nobody sees it. */
export function refreshSoon(): void {
  isWanted = true;
  if (isRunning || timer !== undefined || document.hidden) return;
  timer = window.setTimeout(() => void run(), Math.max(0, lastMs + MIN_INTERVAL_MS - Date.now()));
}

document.addEventListener('visibilitychange', () => {
  if (!document.hidden && isWanted) refreshSoon();
});

async function run(): Promise<void> {
  timer = undefined;
  isRunning = true;
  isWanted = false;
  lastMs = Date.now();
  await refresh(location.href).catch(() => {
    // The connection shows that the console is away; what was missed is read when it is back.
    isWanted = true;
  });
  isRunning = false;
  if (isWanted) refreshSoon();
}

/** The address that was read last: an answer that was overtaken changes nothing. */
let wantedUrl = '';

/** Reads a page of the console, and replaces the live parts that differ. */
export async function refresh(url: string): Promise<void> {
  wantedUrl = url;
  const answer = await fetch(url, { headers: { accept: 'text/html', 'x-groundcrew-refresh': '1' } });
  if (!answer.ok) throw new Error(String(answer.status));
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
  if (wantedUrl !== url) return;
  for (const part of document.querySelectorAll<HTMLElement>('[data-live]')) {
    const next = fresh.getElementById(part.id);
    if (next && next.innerHTML !== part.innerHTML) replace(part, next);
  }
}

function replace(part: HTMLElement, next: HTMLElement): void {
  // A form that somebody is filling in stays: it is about what it shows.
  const { activeElement } = document;
  if (activeElement instanceof HTMLInputElement && part.contains(activeElement) && isEdited(activeElement))
    return;
  const focus = part.contains(activeElement) ? pathOf(activeElement!) : undefined;
  const open = [...part.querySelectorAll('details')].map((each) => each.open);
  const before = announcements(part);
  part.innerHTML = next.innerHTML;
  for (const [index, each] of [...part.querySelectorAll('details')].entries())
    each.open = open[index] ?? each.open;
  if (focus !== undefined) part.querySelector<HTMLElement>(focus)?.focus();
  const after = announcements(part);
  if (after !== before && after !== '') announce(after);
  part.dispatchEvent(new CustomEvent('replaced', { bubbles: true }));
}

function isEdited(input: HTMLInputElement): boolean {
  return input.type === 'radio' || input.type === 'checkbox'
    ? input.checked
    : input.value !== input.defaultValue;
}

function pathOf(element: Element): string | undefined {
  if (element.id !== '') return `#${CSS.escape(element.id)}`;
  for (const name of ['href', 'name', 'data-copy']) {
    const value = element.getAttribute(name);
    if (value !== null) return `[${name}="${CSS.escape(value)}"]`;
  }
  return element.tagName === 'SUMMARY' ? 'summary' : undefined;
}

function announcements(part: HTMLElement): string {
  return [...part.querySelectorAll('[data-announce]')].map((each) => each.textContent).join(' ');
}

/** Has a screen reader read a text. */
export function announce(text: string): void {
  const place = document.getElementById('announcer');
  if (place) place.textContent = text;
}
