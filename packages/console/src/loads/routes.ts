import type { InventorySource } from '../console.ts';
import type { RenderPage } from '../pages/render.ts';
import type { Route } from '../route.ts';
import { fileOf, loadsBody, undoBody } from './loads-page.ts';
import type { LoadsReader } from './recent-loads.ts';
import { undoLoad } from './undo-load.ts';

const SECTION = '/loads';

export interface LoadRoutesDeps {
  readonly inventory: InventorySource;
  readonly loads: LoadsReader;
  readonly allowChanges: boolean;
  readonly render: RenderPage;
  readonly onLoaded: () => void;
  readonly now: () => number;
}

export function loadRoutes({
  inventory,
  loads,
  allowChanges,
  render,
  onLoaded,
  now,
}: LoadRoutesDeps): readonly Route[] {
  return [
    {
      method: 'GET',
      path: SECTION,
      async handle({ texts }) {
        const isLive = inventory.watch !== undefined;
        const body = loadsBody(texts, { ...(await loads.read()), isLive });
        return render(texts, { title: texts('loadsTitle'), section: SECTION, topics: ['loads'], body });
      },
    },
    {
      method: 'GET',
      path: '/loads/undo',
      async handle({ texts, url, signal }) {
        const object = url.searchParams.get('object') ?? '';
        const expected = await undoLoad(object, inventory, { isDryRun: true, signal, now });
        const body = undoBody(texts, object, expected, { allowChanges, isDone: false });
        return render(texts, { title: fileOf(object), section: SECTION, body });
      },
    },
    {
      method: 'POST',
      path: '/loads/undo',
      async handle({ texts, url }) {
        const object = url.searchParams.get('object') ?? '';
        // A page that is closed meanwhile does not stop it halfway.
        const { signal } = new AbortController();
        const result = await undoLoad(object, inventory, { isDryRun: !allowChanges, signal, now });
        onLoaded();
        const body = undoBody(texts, object, result, { allowChanges, isDone: allowChanges });
        return render(texts, { title: fileOf(object), section: SECTION, body }, allowChanges ? 200 : 403);
      },
    },
  ];
}
