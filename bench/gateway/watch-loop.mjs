// Loaded before a gateway (node --import): measures how late its event loop is. SIGUSR2 starts anew or, the second time,
// writes what was measured to the file that BENCH_LOOP_FILE names.
import { writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

let histogram;

process.on('SIGUSR2', () => {
  if (histogram === undefined) {
    histogram = monitorEventLoopDelay({ resolution: 1 });
    histogram.enable();
    return;
  }
  histogram.disable();
  const [mean, p99, most] = [histogram.mean, histogram.percentile(99), histogram.max].map((ns) => ns / 1e6);
  histogram = undefined;
  writeFileSync(process.env.BENCH_LOOP_FILE, JSON.stringify({ mean, p99, most }));
});
