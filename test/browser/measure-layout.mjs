/*
 * Runs in the page around the report, whose own policy allows no script. Texts are compared by the boxes of their lines, as
 * a cell may be wider than its text.
 */
export function measure(frame, scheme) {
  const page = frame.contentDocument;
  const root = page.documentElement;
  root.style.colorScheme = scheme;
  const problems = [];
  // Where rows are cards, a table has nothing to scroll.
  const isPhone = root.clientWidth <= 640;
  if (root.scrollWidth > root.clientWidth)
    problems.push(`the page is ${root.scrollWidth} wide, in ${root.clientWidth}`);
  const boxes = [];
  const walker = page.createTreeWalker(page.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const text = node.textContent.trim();
    const element = node.parentElement;
    if (text === '' || element.closest('svg, details:not([open]) > :not(summary)') !== null) continue;
    if (frame.contentWindow.getComputedStyle(element).visibility === 'hidden') continue;
    // For screen readers alone.
    if (isHiddenFromSight(element, frame.contentWindow)) continue;
    const range = page.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      if (box.width === 0) continue;
      boxes.push({ text, element, box });
      const own = element.getBoundingClientRect();
      const isTruncatedPage = box.right > own.right + 1.5 || box.left < own.left - 1.5;
      if (isTruncatedPage) problems.push(`"${text}" is cut by its ${element.tagName.toLowerCase()}`);
      // What is wider than the page can be reached only where its table scrolls.
      if (
        box.right > root.clientWidth + 1 &&
        (element.closest('.scroll') === null || (isPhone && element.closest('.stacked') !== null))
      )
        problems.push(`"${text}" ends outside of the page`);
    }
  }
  for (const [index, one] of boxes.entries())
    for (const other of boxes.slice(index + 1)) {
      const across = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
      const down = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
      // Lines of a text may touch; two texts of one place have most of a line in common.
      if (
        across > 1.5 &&
        down > Math.min(one.box.height, other.box.height) / 3 &&
        one.element !== other.element
      )
        problems.push(`"${one.text}" and "${other.text}" overlap`);
    }
  const light = (color) => {
    const channels = color
      .match(/[\d.]+/g)
      .slice(0, 3)
      .map((part) => {
        const value = Number(part) / 255;
        return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
      });
    return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2];
  };
  const style = frame.contentWindow.getComputedStyle(page.body);
  const [text, ground] = [light(style.color), light(style.backgroundColor)];
  const contrast = (Math.max(text, ground) + 0.05) / (Math.min(text, ground) + 0.05);
  return { width: root.clientWidth, texts: boxes.length, problems: problems.slice(0, 10), contrast };
}

function isHiddenFromSight(element, { getComputedStyle }) {
  for (let each = element; each !== null; each = each.parentElement) {
    if (getComputedStyle(each).clipPath === 'inset(50%)' || each.classList.contains('skip')) return true;
  }
  return false;
}
