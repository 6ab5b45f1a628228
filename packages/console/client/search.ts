import { refresh } from './refresh.ts';

const TYPING_MS = 200;

/** Searches while somebody types; the address of the page follows, so that it can be kept. */
export function watchSearch(): void {
  const form = document.querySelector<HTMLFormElement>('form[data-search]');
  if (!form) return;
  let timer: number | undefined;
  const search = () => {
    if (!form.checkValidity()) return;
    const params = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      const control = form.elements.namedItem(name);
      const usual = control instanceof HTMLElement ? (control.dataset.usual ?? '') : '';
      if (typeof value === 'string' && value !== usual) params.set(name, value);
    }
    const url = `${form.getAttribute('action') ?? ''}${params.size > 0 ? `?${params}` : ''}`;
    history.replaceState(undefined, '', url);
    refresh(location.href).catch(() => form.submit());
  };
  form.addEventListener('input', () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(search, TYPING_MS);
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    window.clearTimeout(timer);
    search();
  });
}
