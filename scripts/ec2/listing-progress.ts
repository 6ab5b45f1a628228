import { createProgress, type Io } from '@groundcrew/cli';
import type { ListProgress } from '@groundcrew/ec2/listing';

/** Progress of a listing, on stderr. */
export function listingProgress(io: Io) {
  const progress = createProgress(io, { label: 'Listing', unit: 'instances' });
  let isOver = false;
  const end = () => {
    isOver = true;
    progress.end();
  };
  return {
    update({ instances, regionsDone, regions }: ListProgress) {
      if (isOver) return;
      progress.update({
        done: instances,
        fraction: regions === 0 ? 1 : regionsDone / regions,
        detail: `${regionsDone} of ${regions} regions`,
      });
    },
    /** Rows are being printed: on the same terminal they show the progress, and the line would be among them. */
    rowsStarted() {
      if (io.stdout.isTty && !isOver) end();
    },
    end,
  };
}
