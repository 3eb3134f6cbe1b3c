/** Lets at most so many work at a time; the others wait in the order they came. */
export interface Turns {
  <T>(work: () => Promise<T>): Promise<T>;
}

export function turns(most: number): Turns {
  let working = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (working >= most) await new Promise<void>((turn) => waiting.push(turn));
    else working++;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else working--;
    }
  };
}
