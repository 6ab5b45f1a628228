/** Reports are pages in a frame: it is made as high as they are, so that they scroll with the page. */
export function watchFrames(): void {
  fitAll(document);
  document.addEventListener('replaced', (event) => fitAll(event.target as HTMLElement));
  window.addEventListener('resize', () => {
    for (const frame of document.querySelectorAll<HTMLIFrameElement>('iframe[data-fit]')) fit(frame);
  });
}

function fitAll(part: Document | HTMLElement): void {
  for (const frame of part.querySelectorAll<HTMLIFrameElement>('iframe[data-fit]')) {
    frame.addEventListener('load', () => {
      fit(frame);
      const root = frame.contentDocument?.documentElement;
      // What is opened in it makes it higher.
      root?.addEventListener('toggle', () => fit(frame), true);
    });
    fit(frame);
  }
}

function fit(frame: HTMLIFrameElement): void {
  const root = frame.contentDocument?.documentElement;
  if (!root || frame.contentDocument?.readyState !== 'complete') return;
  frame.style.height = 'auto';
  frame.style.height = `${root.scrollHeight + 2}px`;
}
