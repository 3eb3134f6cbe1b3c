/** A run's seed, from BIOTOPE_SEED or new, said aloud so that the run can be repeated. */
export function seeded(what: string): { seed: number; random: () => number; below: (n: number) => number } {
  const seed = Number(process.env['BIOTOPE_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
  process.stderr.write(`${what}: BIOTOPE_SEED=${seed}\n`);
  let state = seed >>> 0;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return ((state ^ (state >>> 15)) >>> 0) / 4_294_967_296;
  };
  return { seed, random, below: (n) => Math.floor(random() * n) };
}

/** How often a schedule is drawn, from BIOTOPE_ROUNDS. */
export const rounds = (usual: number): number => Number(process.env['BIOTOPE_ROUNDS'] ?? usual);
