import { expect, it } from 'vitest';
import { z } from 'zod';
import { flawsOf } from './flaws.ts';

const flaws = (schema: z.ZodType, value: unknown) => flawsOf(schema.safeParse(value).error?.issues ?? []);

it('names an unknown field by itself', () => {
  expect(flaws(z.strictObject({ a: z.strictObject({}) }), { a: { 'x/y': 1 } })).toEqual([{ pointer: '/a/x~1y', reason: 'is unknown here' }]);
});

it('of several allowed forms it names the one that came nearest', () => {
  const kind = z.enum(['tool', 'workflow']);
  expect(flaws(z.object({ kind: z.union([kind, z.array(kind)]) }), { kind: 'gadget' })).toEqual([{ pointer: '/kind', reason: expect.stringContaining('"tool"|"workflow"') }]);
  expect(flaws(z.object({ kind: z.union([kind, z.array(kind)]) }), { kind: ['tool', 'gadget'] })).toEqual([
    { pointer: '/kind/1', reason: expect.stringContaining('"tool"|"workflow"') },
  ]);
});
