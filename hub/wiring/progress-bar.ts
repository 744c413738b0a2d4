import { Presets, SingleBar } from 'cli-progress';
import type { Progress } from './seeding.ts';

/** A progress bar (进度条) on a terminal, a plain line per tenth elsewhere. */
export function progressOn(stream: NodeJS.WriteStream): { report: Progress; end: () => void } {
  return stream.isTTY ? bar(stream) : lines(stream);
}

function bar(stream: NodeJS.WriteStream) {
  const format = '{label} {bar} {percentage}% {value}/{total}';
  const single = new SingleBar({ stream, format, hideCursor: true }, Presets.shades_classic);
  let started = false;
  return {
    report: (done: number, total: number, label: string) => {
      if (!started) single.start(total, done, { label });
      else single.update(done, { label });
      started = true;
    },
    end: () => {
      if (started) single.stop();
    },
  };
}

function lines(stream: NodeJS.WriteStream) {
  let tenth = -1;
  return {
    report: (done: number, total: number, label: string) => {
      const now = Math.floor((10 * done) / Math.max(total, 1));
      if (now === tenth) return;
      tenth = now;
      stream.write(`${label}: ${done}/${total}\n`);
    },
    end: () => undefined,
  };
}
