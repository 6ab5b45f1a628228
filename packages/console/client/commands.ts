import { announce } from './refresh.ts';

/** Buttons that copy a command line; without a script they are not there. */
export function watchCommands(): void {
  reveal(document);
  document.addEventListener('replaced', (event) => reveal(event.target as HTMLElement));
  document.addEventListener('click', (event) => {
    const button = (event.target as Element).closest<HTMLButtonElement>('button[data-copy]');
    if (button) void copy(button);
  });
  // A form that is sent twice would do twice what it does.
  document.addEventListener('submit', (event) => {
    if (event.defaultPrevented) return;
    for (const button of (event.target as HTMLFormElement).querySelectorAll('button')) {
      window.setTimeout(() => (button.disabled = true));
    }
  });
  window.addEventListener('pageshow', () => {
    for (const button of document.querySelectorAll('button')) button.disabled = false;
  });
}

function reveal(part: Document | HTMLElement): void {
  for (const button of part.querySelectorAll<HTMLElement>('button[data-copy]')) button.hidden = false;
}

async function copy(button: HTMLButtonElement): Promise<void> {
  const { copy: text = '', copied = '' } = button.dataset;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const code = button.parentElement?.querySelector('code');
    if (code) getSelection()?.selectAllChildren(code);
    return;
  }
  const before = button.textContent;
  button.textContent = copied;
  announce(copied);
  window.setTimeout(() => (button.textContent = before), 2_000);
}
