import { createProgress, type Io, type Progress } from '@groundcrew/cli';
import type { ApplyProgress } from '@groundcrew/plan';
import { countOf } from '@groundcrew/report';

const labels = { check: 'Checking', apply: 'Applying', verify: 'Verifying' } as const;

/** Progress of an apply, on stderr: one line a phase. */
export function applyProgress(io: Io) {
  let phase: ApplyProgress['phase'] | undefined;
  let progress: Progress | undefined;
  return {
    update(state: ApplyProgress) {
      if (state.phase !== phase) {
        progress?.end();
        progress = createProgress(io, { label: labels[state.phase], unit: 'changes' });
      }
      phase = state.phase;
      progress?.update({
        done: state.done,
        fraction: state.total === 0 ? 1 : state.done / state.total,
        ...(state.calls > 0 && {
          detail: [countOf(state.calls, 'call'), ...(state.waitingFor ? [state.waitingFor] : [])].join(', '),
        }),
      });
    },
    end() {
      progress?.end();
    },
  };
}
