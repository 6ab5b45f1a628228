import type { Readable } from 'node:stream';
import type { InventorySource } from '../console.ts';
import type { RenderPage } from '../pages/render.ts';
import type { Request, Route } from '../route.ts';
import { json, page, readForm, seeOther } from '../server/http.ts';
import type { ShelfIndex } from '../shelves/shelf-index.ts';
import { readAnswers } from './answers.ts';
import { checkLength, type UploadJob, type UploadJobs } from './upload-jobs.ts';
import { jobBody, noSuchFile, uploadBody } from './upload-page.ts';

export interface UploadRoutesDeps {
  readonly jobs: UploadJobs;
  readonly inventory: InventorySource;
  readonly index: ShelfIndex;
  readonly allowChanges: boolean;
  /** Words that the shown command line gets: `--profile shop`. */
  readonly globalWords: readonly string[];
  readonly render: RenderPage;
}

export function uploadRoutes({
  jobs,
  inventory,
  index,
  allowChanges,
  globalWords,
  render,
}: UploadRoutesDeps): readonly Route[] {
  const { options } = inventory.load;
  const view = { allowChanges, globalWords, table: inventory.table, shelfOf: index.get };

  function withJob(request: Request, work: (job: UploadJob) => ReturnType<Route['handle']>) {
    const job = jobs.get(request.params.id ?? '');
    if (job) return work(job);
    const { texts } = request;
    return render(texts, { title: texts('uploadTitle'), section: '/upload', body: noSuchFile(texts) }, 404);
  }

  return [
    {
      method: 'GET',
      path: '/upload',
      handle: ({ texts }) =>
        render(texts, {
          title: texts('uploadTitle'),
          section: '/upload',
          topics: ['uploads'],
          body: uploadBody(texts, jobs.list()),
        }),
    },
    {
      method: 'POST',
      path: '/upload',
      async handle({ message, url }) {
        checkLength(message.headers['content-length']);
        const { id } = await jobs.add(url.searchParams.get('name') ?? '', message as Readable);
        return json({ location: locationOf(id) }, 201);
      },
    },
    {
      method: 'GET',
      path: '/upload/:id',
      handle: (request) =>
        withJob(request, (job) =>
          render(request.texts, {
            title: job.name,
            section: '/upload',
            topics: ['uploads'],
            body: jobBody(request.texts, job, view),
          }),
        ),
    },
    {
      method: 'POST',
      path: '/upload/:id/answer',
      handle: (request) =>
        withJob(request, async ({ id, answers }) => {
          jobs.answer(id, readAnswers(await readForm(request.message), answers, options));
          return seeOther(locationOf(id));
        }),
    },
    {
      method: 'POST',
      path: '/upload/:id/load',
      handle: (request) =>
        withJob(request, async ({ id }) => {
          if (!allowChanges) return page(jobBody(request.texts, jobs.get(id)!, view), 403);
          const form = await readForm(request.message);
          jobs.start(id, { vanished: form.get('vanished') === 'confirmed' });
          return seeOther(locationOf(id));
        }),
    },
    {
      method: 'POST',
      path: '/upload/:id/discard',
      handle: (request) =>
        withJob(request, async ({ id }) => {
          await jobs.remove(id);
          return seeOther('/upload');
        }),
    },
  ];
}

export function locationOf(id: string): string {
  return `/upload/${encodeURIComponent(id)}`;
}
