import { refreshSoon } from './refresh.ts';

const RETRY_MS = 2_000;
/** A moment without a connection, as at a reload of the server, is not worth a message. */
const PATIENCE_MS = 1_500;

/** Keeps the page as the console says: by server-sent events, for as long as it is open. */
export function followEvents(): void {
  const { topics = '' } = document.body.dataset;
  const wanted = topics.split(' ').filter((topic) => topic !== '');
  let isLost = false;
  let lostTimer: number | undefined;

  function connect(): void {
    const source = new EventSource('/events');
    source.addEventListener('open', () => {
      window.clearTimeout(lostTimer);
      lostTimer = undefined;
      if (isLost) show(document.body.dataset.back, true);
      isLost = false;
    });
    source.addEventListener('error', () => {
      lostTimer ??= window.setTimeout(() => {
        isLost = true;
        show(document.body.dataset.lost, false);
      }, PATIENCE_MS);
      // The browser connects again by itself, unless the server refused: it was restarted, and has another token.
      if (source.readyState !== EventSource.CLOSED) return;
      window.clearTimeout(lostTimer);
      isLost = true;
      show(document.body.dataset.restarted, false);
      window.setTimeout(connect, RETRY_MS);
    });
    source.addEventListener('resync', refreshSoon);
    for (const topic of wanted) source.addEventListener(topic, refreshSoon);
    window.addEventListener('pagehide', () => source.close(), { once: true });
  }
  connect();
  // A page from the back-forward cache has no connection.
  window.addEventListener('pageshow', (event) => {
    if (!event.persisted) return;
    connect();
    refreshSoon();
  });
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
