/**
 * What a process of the hub is given of the run's environment: enough to run, and no setting of the hub's. The folder of
 * compiled code (`global-setup.ts`) spares each of hundreds of starts the reading of TypeScript.
 */
export function surroundings(): Record<string, string> {
  const { PATH = '', HOME = '', TMPDIR, NODE_COMPILE_CACHE } = process.env;
  return {
    PATH,
    HOME,
    ...(TMPDIR && { TMPDIR }),
    ...(NODE_COMPILE_CACHE && { NODE_COMPILE_CACHE }),
  };
}
