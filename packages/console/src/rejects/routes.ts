import { emptyState } from '../pages/layout.ts';
import type { RenderPage } from '../pages/render.ts';
import type { Route } from '../route.ts';
import { readForm, seeOther } from '../server/http.ts';
import type { UploadJobs } from '../upload/upload-jobs.ts';
import { locationOf } from '../upload/routes.ts';
import { noteBody, rejectsBody, repairBody } from './rejects-page.ts';
import { type RejectsStore, repairedFile, repairId } from './rejects-store.ts';

export interface RejectsRoutesDeps {
  readonly store: RejectsStore;
  readonly jobs: UploadJobs;
  readonly allowChanges: boolean;
  readonly render: RenderPage;
}

const MAX_FORM_BYTES = 16 * 1024 ** 2;

export function rejectsRoutes({ store, jobs, allowChanges, render }: RejectsRoutesDeps): readonly Route[] {
  const section = '/rejects';
  const notFound: Route['handle'] = ({ texts }) =>
    render(texts, { title: texts('rejectsTitle'), section, body: emptyState(texts('noSuchFile')) }, 404);
  return [
    {
      method: 'GET',
      path: '/rejects',
      async handle({ texts }) {
        const body = rejectsBody(texts, await store.list());
        return render(texts, { title: texts('rejectsTitle'), section, topics: ['rejects', 'loads'], body });
      },
    },
    {
      method: 'GET',
      path: '/rejects/file',
      async handle(request) {
        const { url, texts } = request;
        const uri = url.searchParams.get('at') ?? '';
        const file = await store.open(uri);
        if (!file) return notFound(request);
        return render(texts, {
          title: file.name,
          section,
          body: repairBody(texts, uri, file, { allowChanges }),
        });
      },
    },
    {
      method: 'POST',
      path: '/rejects/file',
      async handle(request) {
        const { url, message } = request;
        const uri = url.searchParams.get('at') ?? '';
        const file = await store.open(uri);
        if (!file) return notFound(request);
        const edits = new Map(await readForm(message, MAX_FORM_BYTES));
        const bytes = await repairedFile(file, edits);
        // It has a byte order mark, is not a workbook any more, and has a few rows of what may have been a full export.
        const answers = { ...file.answers };
        for (const name of ['encoding', 'sheet', 'full', 'vanished', 'maxVanished', 'confirmVanished'])
          delete answers[name];
        const name = file.name
          .replace(/(?:\.gz|\.xlsx|\.xlsm|\.zip)$/i, '.csv')
          .replace(/\.csv\.csv$/i, '.csv');
        const { id } = await jobs.add(name, oneChunk(bytes), answers, repairId(uri));
        return seeOther(locationOf(id));
      },
    },
    {
      method: 'GET',
      path: '/rejects/note',
      async handle(request) {
        const note = await store.readNote(request.url.searchParams.get('at') ?? '');
        if (note === undefined) return notFound(request);
        const { texts } = request;
        return render(texts, { title: texts('refusedTitle'), section, body: noteBody(texts, note) });
      },
    },
  ];
}

async function* oneChunk(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
