import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { FIRST_PAUSE, LONGEST_PAUSE, openCircuits, PATIENCE } from './circuits.ts';
import { SHARED_FOR, shareQuestions } from './same-questions.ts';
import { openTurns } from './turns.ts';

test('who asks the same within a second shares one answer, and hears all that was told before they came', async () => {
  const same = shareQuestions<string, number>();
  let begun = 0;
  const begin = async (tell: (event: string) => void) => {
    const mine = ++begun;
    tell('first');
    await wait(30);
    tell('second');
    return mine;
  };
  const heard: string[] = [];
  const one = same.ask('q', begin, {});
  await wait(10);
  const other = same.ask('q', begin, { tell: (event) => heard.push(event) });
  expect(await Promise.all([one, other, same.ask('another', begin, {})])).toEqual([1, 1, 2]);
  expect(heard).toEqual(['first', 'second']);
  expect(await same.ask('q', begin, {})).toBe(1);
  await wait(SHARED_FOR + 50);
  expect(await same.ask('q', begin, {})).toBe(3);
});

test('one who leaves takes nothing from the others; when the last has gone, what is under way ends', async () => {
  const same = shareQuestions<string, string>();
  let over: AbortSignal | undefined;
  const begin = (_tell: unknown, signal: AbortSignal) => {
    over = signal;
    return wait(100, 'answer', { signal });
  };
  const [first, second] = [new AbortController(), new AbortController()];
  const leaving = same.ask('q', begin, { signal: first.signal });
  const staying = same.ask('q', begin, { signal: second.signal });
  first.abort(new Error('gone'));
  await expect(leaving).rejects.toThrow('gone');
  expect(over?.aborted).toBe(false);
  expect(await staying).toBe('answer');

  const third = new AbortController();
  const alone = same.ask('other', begin, { signal: third.signal });
  third.abort(new Error('gone too'));
  await expect(alone).rejects.toThrow('gone too');
  expect(over?.aborted).toBe(true);
  // Nobody inherits what was given up.
  expect(await same.ask('other', begin, {})).toBe('answer');
});

test('what fails is not kept', async () => {
  const same = shareQuestions<string, string>();
  await expect(same.ask('q', () => Promise.reject(new Error('no')), {})).rejects.toThrow('no');
  expect(await same.ask('q', async () => 'yes', {})).toBe('yes');
});

test('a member that fails again and again is left in peace, longer each time, asked once, and forgiven at its first answer', () => {
  const circuits = openCircuits();
  let now = 1_000_000;
  for (let i = 0; i < PATIENCE; i++) {
    expect(circuits.mayAsk('a', now).ask).toBe(true);
    circuits.failed('a', now);
  }
  expect(circuits.mayAsk('a', now)).toEqual({ ask: false, again: now + FIRST_PAUSE });
  expect(circuits.mayAsk('b', now).ask).toBe(true);
  now += FIRST_PAUSE;
  expect(circuits.mayAsk('a', now).ask).toBe(true);
  // One question finds out; the others do not wait for it.
  expect(circuits.mayAsk('a', now).ask).toBe(false);
  circuits.failed('a', now);
  expect(circuits.mayAsk('a', now)).toEqual({ ask: false, again: now + 2 * FIRST_PAUSE });
  for (let i = 0; i < 30; i++) circuits.failed('a', now);
  expect(circuits.mayAsk('a', now)).toEqual({ ask: false, again: now + LONGEST_PAUSE });
  // A clock set back by a day does not make it a day.
  expect(circuits.mayAsk('a', now - 86_400_000)).toEqual({ ask: false, again: now - 86_400_000 + LONGEST_PAUSE });
  now += LONGEST_PAUSE;
  expect(circuits.mayAsk('a', now).ask).toBe(true);
  circuits.unknown('a');
  expect(circuits.mayAsk('a', now).ask).toBe(true);
  circuits.answered('a');
  circuits.failed('a', now);
  expect(circuits.mayAsk('a', now).ask).toBe(true);
});

test('turns are taken in order, given back once, and left by whoever goes', async () => {
  const turns = openTurns(1);
  const forever = new AbortController().signal;
  const end = await turns.take(forever);
  const order: string[] = [];
  const leaving = new AbortController();
  const gone = turns.take(leaving.signal);
  const second = turns.take(forever).then((over) => (order.push('second'), over));
  const third = turns.take(forever).then((over) => (order.push('third'), over));
  leaving.abort(new Error('left'));
  await expect(gone).rejects.toThrow('left');
  end();
  end();
  const endSecond = await second;
  await wait(5);
  expect(order).toEqual(['second']);
  endSecond();
  (await third)();
  expect(order).toEqual(['second', 'third']);
});
