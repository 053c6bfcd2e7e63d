import * as fc from 'fast-check';

/** In CI the same cases every time; by hand `FUZZ_RUNS` others for each property, from a seed that is printed and that `FUZZ_SEED` repeats. */
const { FUZZ_RUNS, FUZZ_SEED } = process.env;
const RUNS = 200;
const SEED = 20261129;
const seed = FUZZ_SEED !== undefined ? Number(FUZZ_SEED) : FUZZ_RUNS !== undefined ? Date.now() % 2 ** 31 : SEED;

beforeAll(() => {
  if (FUZZ_RUNS !== undefined) process.stderr.write(`fuzzing with FUZZ_SEED=${seed}\n`);
});

/** Checks something for many random values; a failure shows the smallest that was found. */
export function fuzz<T>(title: string, values: fc.Arbitrary<T>, check: (value: T) => void | Promise<void>) {
  test(title, async () => {
    await fc.assert(fc.asyncProperty(values, async (value) => check(value)), { seed, numRuns: Number(FUZZ_RUNS ?? RUNS) });
  }, 2 ** 31 - 1);
}
