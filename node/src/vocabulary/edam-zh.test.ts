import { describe, expect, it } from 'vitest';
import { chineseLabels } from './chinese-labels.ts';
import { foldName } from './names.ts';
import { edamIsPresent, edamTerms } from './testing/edam-file.ts';

const labels = chineseLabels();

describe('the Chinese labels of EDAM', () => {
  it('are given to one concept of a branch only', () => {
    const bearers = Map.groupBy(labels, ({ id, zh }) => `${id.slice(0, id.indexOf('_'))} ${foldName(zh)}`);
    expect([...bearers.values()].filter((same) => same.length > 1).map((same) => same.map(({ id, zh }) => `${id} ${zh}`))).toEqual([]);
  });

  it.skipIf(!edamIsPresent)('cover every current topic and operation, and nothing else', () => {
    const ours = new Map(labels.map((label) => [label.id, label]));
    const current = edamTerms().filter((term) => !term.deprecated && (term.branch === 'topic' || term.branch === 'operation'));
    expect(current.filter(({ id }) => !ours.has(id)).map(({ id, label }) => `${id} ${label['en']} has no Chinese label`)).toEqual([]);
    expect(labels.filter(({ id }) => !current.some((term) => term.id === id)).map(({ id }) => `${id} is no current topic or operation`)).toEqual([]);
    expect(current.filter(({ id, label }) => ours.get(id)?.en !== label['en']).map(({ id, label }) => `${id} is called ${label['en']} in EDAM`)).toEqual([]);
  });
});
