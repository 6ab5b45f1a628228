import { page, type PageResponse } from '../server/http.ts';
import type { Texts } from '../texts.ts';
import { type LayoutOptions, layoutPage, type PageContent } from './layout.ts';

/** Puts content into the console's layout. */
export type RenderPage = (texts: Texts, content: PageContent, status?: number) => PageResponse;

export function createRender(options: LayoutOptions): RenderPage {
  return (texts, content, status = 200) => page(layoutPage(texts, content, options), status);
}
