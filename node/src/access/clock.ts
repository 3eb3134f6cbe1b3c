/** How far the clock may run behind what was seen before, as machines that set it by the network do, before it counts as set back. */
const TOLERANCE = 5 * 60_000;

export interface ClockReading {
  /** Never before an instant that was read already: what has ended does not begin again. */
  now: Date;
  /** The machine's clock runs more than five minutes behind what was recorded. */
  setBack: boolean;
  /** What the machine's clock says. */
  wall: Date;
}

/** The clock decisions go by. */
export interface Clock {
  read(): ClockReading;
  /** Takes the machine's clock as it stands now for right. */
  accept(): void;
}

/** @param seen the latest instant that was recorded before, so that a clock set back while nothing ran is noticed. */
export function guardedClock(wallClock: () => Date, seen?: Date): Clock {
  let mark = seen?.getTime() ?? 0;
  return {
    read() {
      const wall = wallClock();
      mark = Math.max(mark, wall.getTime());
      return { now: new Date(mark), setBack: mark - wall.getTime() > TOLERANCE, wall };
    },
    accept() {
      mark = wallClock().getTime();
    },
  };
}
