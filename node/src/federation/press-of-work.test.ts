import { expect, test } from 'vitest';
import { pressOfWork } from './press-of-work.ts';

test('what follows waits while much comes at once, and no longer than it may', async () => {
  let now = 0;
  const press = pressOfWork(() => now);
  press.taken(200);
  expect(press.isHeavy()).toBe(false);
  press.taken(200);
  expect(press.isHeavy()).toBe(true);
  const waiting = press.over();
  now += 1_001;
  await waiting;
  expect(press.isHeavy()).toBe(false);

  // A feed that takes hours: half of the time belongs to what follows.
  const heavy: boolean[] = [];
  for (let second = 0; second < 360; second++) {
    press.taken(2_000);
    heavy.push(press.isHeavy());
    now += 900;
  }
  expect([heavy[0], heavy.at(101), heavy.at(201)]).toEqual([true, false, true]);
});
