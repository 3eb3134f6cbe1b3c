import { describe, expect, it } from 'vitest';
import type { Probe } from '../../../kernel/web/probe.ts';
import { afterProbe, sameBut, type AddressRow } from './address-state.ts';

const START = new Date('2026-01-01T00:00:00Z');
const day = (n: number) => new Date(START.getTime() + n * 86_400_000);
const fresh: AddressRow = {
  address: 'https://a.example/x',
  host: 'a.example',
  state: 'unknown',
  http_status: null,
  redirected_to: null,
  reason: null,
  checked: null,
  failing_since: null,
  failures: 0,
  next_check: START,
};
const answered = (status: number, more: Partial<Extract<Probe, { outcome: 'answered' }>> = {}): Probe => ({
  outcome: 'answered',
  status,
  url: fresh.address,
  hops: 0,
  moved: false,
  retryAfter: undefined,
  ...more,
});
const silent: Probe = { outcome: 'silent', reason: 'no answer' };
const after = (probes: [number, Probe][], networkWorks = true) => probes.reduce((row, [at, probe]) => afterProbe(row, probe, day(at), networkWorks), fresh);

describe('an address is dead only after several failures over days', () => {
  it.each([
    [
      'three failures on one day',
      [
        [0, answered(404)],
        [0.1, answered(404)],
        [0.2, answered(404)],
      ],
      'unknown',
    ],
    [
      'two failures over a week',
      [
        [0, answered(404)],
        [7, answered(404)],
      ],
      'unknown',
    ],
    [
      'three failures over three days',
      [
        [0, answered(404)],
        [1, answered(410)],
        [3, answered(500)],
      ],
      'dead',
    ],
    [
      'no answer at all, over days',
      [
        [0, silent],
        [1, silent],
        [3, silent],
      ],
      'dead',
    ],
    [
      'an answer in between',
      [
        [0, answered(404)],
        [1, answered(200)],
        [3, answered(404)],
        [6, answered(404)],
      ],
      'unknown',
    ],
    [
      'dead, then back',
      [
        [0, answered(404)],
        [1, answered(404)],
        [3, answered(404)],
        [7, answered(200)],
      ],
      'alive',
    ],
    [
      'dead, then only refused to programs',
      [
        [0, answered(404)],
        [1, answered(404)],
        [3, answered(404)],
        [7, answered(403)],
      ],
      'dead',
    ],
  ] as [string, [number, Probe][], string][])('%s: %s', (_case, probes, state) => expect(after(probes).state).toBe(state));

  it('waits longer after each failure, and says since when it fails', () => {
    const rows = [0, 1, 3, 7].map((_, place, times) => after(times.slice(0, place + 1).map((at): [number, Probe] => [at, answered(404)])));
    expect(rows.map(({ next_check, checked }) => (next_check.getTime() - (checked as Date).getTime()) / 86_400_000)).toEqual([1, 2, 4, 8]);
    expect(rows.at(-1)).toMatchObject({ failing_since: START, failures: 4, http_status: 404 });
  });
});

it('where no host answers, it is the network here and no failure of the address', () => {
  expect(
    after(
      [
        [0, silent],
        [1, silent],
        [3, silent],
        [9, silent],
      ],
      false,
    ),
  ).toMatchObject({ state: 'unknown', failures: 0, failing_since: null, reason: 'the network did not work here' });
});

it.each([401, 403, 429, 503])('an answer of %i tells nothing of the address', (status) => {
  expect(
    after([
      [0, answered(status)],
      [4, answered(status)],
      [8, answered(status)],
      [16, answered(status)],
    ]),
  ).toMatchObject({ state: 'unknown', failures: 0, http_status: status });
});

it('has moved only where each redirect is permanent and the new address says something else', () => {
  expect(after([[0, answered(200, { hops: 1, moved: true, url: 'https://b.example/y' })]])).toMatchObject({ state: 'redirected', redirected_to: 'https://b.example/y' });
  expect(after([[0, answered(200, { hops: 1, moved: false, url: 'https://b.example/y' })]])).toMatchObject({ state: 'alive', redirected_to: null });
  expect(after([[0, answered(200, { hops: 1, moved: true, url: 'https://www.a.example/x/' })]])).toMatchObject({ state: 'alive' });
  expect(sameBut('http://a.example', 'https://www.a.example/index.html')).toBe(true);
  expect(sameBut('http://a.example/old', 'https://a.example/')).toBe(false);
});
