import { announce } from './refresh.ts';

/** Files that are dropped on the page, or chosen, are sent to the console one after the other. */
export function watchDrops(): void {
  const drop = document.querySelector<HTMLElement>('[data-drop]');
  const input = drop?.querySelector<HTMLInputElement>('[data-file]');
  if (!drop || !input) return;
  let depth = 0;
  const over = (isOver: boolean) => drop.classList.toggle('over', isOver);
  window.addEventListener('dragenter', (event) => {
    event.preventDefault();
    depth += 1;
    over(true);
  });
  window.addEventListener('dragleave', () => {
    depth -= 1;
    if (depth <= 0) over(false);
  });
  window.addEventListener('dragover', (event) => event.preventDefault());
  window.addEventListener('drop', (event) => {
    event.preventDefault();
    depth = 0;
    over(false);
    void sendAll([...(event.dataTransfer?.files ?? [])], drop);
  });
  input.addEventListener('change', () => {
    void sendAll([...(input.files ?? [])], drop);
  });
}

async function sendAll(files: readonly File[], drop: HTMLElement): Promise<void> {
  const { textSending = '', textFailed = '' } = drop.dataset;
  const area = drop.querySelector<HTMLElement>('.sending');
  const line = drop.querySelector<HTMLElement>('[data-sent]');
  const bar = drop.querySelector('progress');
  if (!area || !line || !bar || files.length === 0) return;
  area.hidden = false;
  let location: string | undefined;
  try {
    for (const [index, file] of files.entries()) {
      const place = files.length > 1 ? ` (${index + 1}/${files.length})` : '';
      announce(`${textSending} ${file.name}`);
      location = await send(file, (percent) => {
        bar.value = percent;
        line.textContent = `${textSending} ${file.name}${place} ${percent} %`;
      });
    }
  } catch (error) {
    const text = `${textFailed} ${(error as Error).message}`;
    line.textContent = text;
    announce(text);
    return;
  }
  if (location !== undefined) window.location.assign(files.length === 1 ? location : '/upload');
}

/** Why the console did not take a file, by its page. */
function messageIn(page: string): string {
  const { textContent } =
    new DOMParser().parseFromString(page, 'text/html').querySelector('details.more p') ?? {};
  return textContent ?? '';
}

/** By XMLHttpRequest: `fetch` does not report its progress. */
function send(file: File, onProgress: (percent: number) => void): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/upload?name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.upload.addEventListener('progress', ({ loaded, total }) => {
      onProgress(total > 0 ? Math.floor((loaded / total) * 100) : 100);
    });
    request.addEventListener('load', () => {
      if (request.status !== 201) reject(new Error(messageIn(request.responseText)));
      else resolve((JSON.parse(request.responseText) as { location: string }).location);
    });
    request.addEventListener('error', () => reject(new Error()));
    request.send(file);
  });
}
