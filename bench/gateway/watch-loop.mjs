// Loaded before a gateway (node --import): measures how late its event loop is, and how much CPU its main thread takes
// from one millisecond's timer to the next, which says the same on a machine that others use as well. SIGUSR2 starts
// anew or, the second time, writes what was measured to the file that BENCH_LOOP_FILE names.
import { writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

let histogram;
let timer;
let turns = [];

process.on('SIGUSR2', () => {
  if (histogram === undefined) {
    histogram = monitorEventLoopDelay({ resolution: 1 });
    histogram.enable();
    let before = cpuMs();
    turns = [];
    timer = setInterval(() => {
      const now = cpuMs();
      turns.push(now - before);
      before = now;
    }, 1);
    return;
  }
  clearInterval(timer);
  histogram.disable();
  const [mean, p99, most] = [histogram.mean, histogram.percentile(99), histogram.max].map((ns) => ns / 1e6);
  histogram = undefined;
  turns.sort((one, other) => one - other);
  const cpu = {
    mean: turns.reduce((sum, one) => sum + one, 0) / turns.length,
    p99: turns[Math.floor(turns.length * 0.99)],
    most: turns.at(-1),
  };
  writeFileSync(process.env.BENCH_LOOP_FILE, JSON.stringify({ mean, p99, most, cpu }));
});

function cpuMs() {
  // Brings the figure of the thread, which is counted in ticks otherwise, up to now.
  process.cpuUsage();
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
