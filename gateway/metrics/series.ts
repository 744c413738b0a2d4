/** Values of labels by their names. Few values each: every combination is a line. */
type Labels = Readonly<Record<string, string>>;

export interface Series {
  add(labels: Labels, value?: number): void;
  text(): string;
}

/** How often something happened. */
export function counter(name: string, help: string): Series {
  const counts = new Map<string, number>();
  return {
    add(labels, value = 1) {
      const key = inBraces(labels);
      counts.set(key, (counts.get(key) ?? 0) + value);
    },
    text: () =>
      head(name, help, 'counter') + [...counts].map(([key, count]) => `${name}${key} ${count}\n`).join(''),
  };
}

/** How values are spread: how many lie at or below each bound, how many there are, and their sum. */
export function histogram(name: string, help: string, bounds: readonly number[]): Series {
  const spreads = new Map<string, { labels: Labels; counts: number[]; sum: number; count: number }>();
  return {
    add(labels, value = 0) {
      const key = inBraces(labels);
      const spread = spreads.get(key) ?? { labels, counts: bounds.map(() => 0), sum: 0, count: 0 };
      spreads.set(key, spread);
      spread.sum += value;
      spread.count += 1;
      for (const [place, bound] of bounds.entries()) if (value <= bound) spread.counts[place]! += 1;
    },
    text: () =>
      head(name, help, 'histogram') +
      [...spreads]
        .flatMap(([key, { labels, counts, sum, count }]) => [
          ...bounds.map(
            (le, place) => `${name}_bucket${inBraces({ ...labels, le: String(le) })} ${counts[place]}\n`,
          ),
          `${name}_bucket${inBraces({ ...labels, le: '+Inf' })} ${count}\n`,
          `${name}_sum${key} ${sum}\n`,
          `${name}_count${key} ${count}\n`,
        ])
        .join(''),
  };
}

/** Values of this moment, one or one for each of some labels. */
export function gauge(
  name: string,
  help: string,
  values: number | readonly (readonly [Labels, number])[],
): string {
  const all = typeof values === 'number' ? [[{}, values] as const] : values;
  return (
    head(name, help, 'gauge') + all.map(([labels, value]) => `${name}${inBraces(labels)} ${value}\n`).join('')
  );
}

function head(name: string, help: string, type: string): string {
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`;
}

function inBraces(labels: Labels): string {
  const written = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return written.length === 0 ? '' : `{${written.join(',')}}`;
}
