import { refreshSoon } from './refresh.ts';

const RETRY_MS = 2_000;
/** A moment without a connection, as at a reload of the server, is not worth a message. */
const PATIENCE_MS = 1_500;

/**
 * Keeps the page up to date by server-sent events, while somebody sees it. A browser has six connections to a host for
 * all of its tabs: those in the background give theirs back, and read what they missed when they are seen again.
 */
export function followEvents(): void {
  const { topics = '' } = document.body.dataset;
  const wanted = topics.split(' ').filter((topic) => topic !== '');
  let source: EventSource | undefined;
  let isLost = false;
  let lostTimer: number | undefined;
  let retryTimer: number | undefined;

  function disconnect(): void {
    window.clearTimeout(lostTimer);
    window.clearTimeout(retryTimer);
    lostTimer = undefined;
    source?.close();
    source = undefined;
  }

  function connect(): void {
    disconnect();
    const opened = new EventSource('/events');
    source = opened;
    opened.addEventListener('open', () => {
      window.clearTimeout(lostTimer);
      lostTimer = undefined;
      if (isLost) show(document.body.dataset.back, true);
      isLost = false;
    });
    opened.addEventListener('error', () => {
      lostTimer ??= window.setTimeout(() => {
        isLost = true;
        show(document.body.dataset.lost, false);
      }, PATIENCE_MS);
      // The browser connects again by itself, unless the server refused: it was restarted, and has another token.
      if (opened.readyState !== EventSource.CLOSED) return;
      window.clearTimeout(lostTimer);
      isLost = true;
      show(document.body.dataset.restarted, false);
      retryTimer = window.setTimeout(connect, RETRY_MS);
    });
    opened.addEventListener('resync', refreshSoon);
    for (const topic of wanted) opened.addEventListener(topic, refreshSoon);
  }

  function follow(): void {
    if (document.hidden) disconnect();
    else if (source === undefined) connect();
  }

  follow();
  document.addEventListener('visibilitychange', follow);
  window.addEventListener('pagehide', disconnect);
  // A page from the back-forward cache has no connection.
  window.addEventListener('pageshow', follow);
}

let hideTimer: number | undefined;

function show(text: string | undefined, isGood: boolean): void {
  const place = document.getElementById('connection');
  if (!place) return;
  window.clearTimeout(hideTimer);
  if (place.textContent !== text) place.textContent = text ?? '';
  place.classList.toggle('warning', !isGood);
  place.hidden = false;
  if (isGood) hideTimer = window.setTimeout(() => (place.hidden = true), 4_000);
}
