import { describe, expect, it } from 'vitest';
import { chineseLabels } from './chinese-labels.ts';
import { foldName } from './names.ts';
import { edamIsPresent, edamTerms } from './testing/edam-file.ts';

const labels = chineseLabels();

describe('the Chinese labels of EDAM', () => {
  it('are in Chinese, or the name by which the thing is known there, and none is given to two concepts of a branch', () => {
    const seen = new Map<string, string>();
    for (const { id, zh } of labels) {
      expect(zh, id).not.toMatch(/[\t|\uFFFD]/);
      const key = `${id.slice(0, id.indexOf('_'))} ${foldName(zh)}`;
      expect(seen.get(key), `${id} and ${seen.get(key)} are both called ${zh}`).toBeUndefined();
      seen.set(key, id);
    }
  });

  it.skipIf(!edamIsPresent)('cover every current topic and operation, and nothing else', () => {
    const ours = new Map(labels.map((label) => [label.id, label]));
    const current = edamTerms().filter((term) => !term.deprecated && (term.branch === 'topic' || term.branch === 'operation'));
    expect(current.filter(({ id }) => !ours.has(id)).map(({ id, label }) => `${id} ${label['en']}`), 'without a Chinese label').toEqual([]);
    expect(labels.filter(({ id }) => !current.some((term) => term.id === id)).map(({ id }) => id), 'no current topic or operation').toEqual([]);
    expect(current.filter(({ id, label }) => ours.get(id)?.en !== label['en']).map(({ id }) => id), 'labelled otherwise in English').toEqual([]);
  });
});
