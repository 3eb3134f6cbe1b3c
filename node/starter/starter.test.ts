import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { load as parse } from 'js-yaml';
import { z } from 'zod';
import { Description } from '../src/catalogue/description.ts';
import { CATEGORIES, KIND_CATEGORIES } from '../src/catalogue/kinds.ts';
import { LANGUAGES } from '../src/kernel/language-map.ts';

const read = (file: string): unknown => parse(readFileSync(new URL(file, import.meta.url), 'utf8'));

const Entries = z.array(z.strictObject({ key: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/), description: z.unknown() })).min(1);
const entries = CATEGORIES.flatMap((category) => Entries.parse(read(`${category}.yaml`)).map((entry) => ({ ...entry, category })));
const keys = new Set(entries.map(({ key }) => key));
const valid = entries.flatMap(({ key, category, description }) => {
  const parsed = Description.safeParse(description);
  return parsed.success ? [{ key, category, description: parsed.data }] : [];
});

const Coverage = z.record(z.string(), z.array(z.string()).min(1));
const coverage = Coverage.parse(read('named-platforms.yaml'));

describe('the starter catalogue', () => {
  test.each(entries)('$key is a valid description', ({ description }) => {
    expect(Description.safeParse(description).error?.issues).toBeUndefined();
  });

  test('gives no key twice', () => {
    expect(entries.map(({ key }) => key)).toHaveLength(keys.size);
  });

  test('gives no identifier twice', () => {
    const identifiers = valid.flatMap(({ description }) => description.identifiers);
    expect(identifiers).toHaveLength(new Set(identifiers).size);
  });

  test.each(valid)('$key stands in the file of its category', ({ category, description }) => {
    expect(description.category ?? KIND_CATEGORIES[description.kind][0]).toBe(category);
  });

  test.each(valid)('$key speaks every language of the portal', ({ description }) => {
    const languages = [...LANGUAGES].toSorted();
    const texts = [description.title, description.description, description.provider?.name, description.access?.conditions];
    for (const text of texts.filter((it) => it !== undefined)) expect(Object.keys(text).toSorted()).toEqual(languages);
    expect(description.description?.['zh']).toMatch(/\p{Script=Han}/u);
    expect(description.keywords.some((word) => /\p{Script=Han}/u.test(word))).toBe(true);
  });

  test.each(valid)('$key links to entries that exist, and not to itself', ({ key, description }) => {
    const targets = description.links.map(({ target }) => target).filter((target) => target.startsWith('starter:'));
    const dangling = targets.map((target) => target.slice('starter:'.length)).filter((target) => !keys.has(target) || target === key);
    expect(dangling).toEqual([]);
  });

  test.each(valid)('$key names topics, operations and formats as EDAM terms of the right branch', ({ description }) => {
    const { topics, operations, formats, reads, writes } = description;
    for (const topic of topics) expect(topic).toMatch(/^edam:topic_\d{4}$/);
    for (const operation of operations) expect(operation).toMatch(/^edam:operation_\d{4}$/);
    for (const format of [...formats, ...reads, ...writes]) expect(format).toMatch(/^edam:format_\d{4}$/);
  });
});

describe('the platforms that the founding study names', () => {
  test('each stand for entries that exist', () => {
    expect(
      Object.values(coverage)
        .flat()
        .filter((key) => !keys.has(key)),
    ).toEqual([]);
  });

  const study = new URL('../../../shared/data/seed-facts/named-platforms.json', import.meta.url);
  const Groups = z.record(z.string(), z.array(z.string()));
  const Study = z.object({ resource_platforms: Groups, themed: Groups, umbrella: z.array(z.string()), china: z.array(z.string()) });

  test('are all covered', (context) => {
    if (!existsSync(study)) {
      console.log('not run: ../shared/data/seed-facts/named-platforms.json not present');
      context.skip();
    }
    const { resource_platforms, themed, umbrella, china } = Study.parse(JSON.parse(readFileSync(study, 'utf8')));
    const named = [...Object.values(resource_platforms).flat(), ...Object.values(themed).flat(), ...umbrella, ...china];
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((name) => !(name in coverage))).toEqual([]);
  });
});
