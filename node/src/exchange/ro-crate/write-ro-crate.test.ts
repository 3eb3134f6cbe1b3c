import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { KINDS, type Outgoing } from '../../catalogue/index.ts';
import type { Format } from '../format.ts';
import { BAD, writingNode, written, type WritingNode } from '../testing/writing-node.ts';
import { roCrate, roCrate11 } from './write-ro-crate.ts';

let it: WritingNode;
beforeAll(async () => {
  it = await writingNode();
});
afterAll(() => it.close());

type Entity = Record<string, any>;
interface Crate {
  context: unknown;
  entities: Entity[];
  entity: (id: string) => Entity | undefined;
}

async function crateOf(format: Format, resource: Outgoing): Promise<Crate> {
  const { '@context': context, '@graph': entities } = JSON.parse(await written(format, [resource], it.context())) as { '@context': unknown; '@graph': Entity[] };
  return { context, entities, entity: (id) => entities.find((one) => one['@id'] === id) };
}

/** What the specification asks of every crate (1.1 and 1.2: structure, root data entity, data entities, JSON-LD). */
function flawsOf({ entities, entity }: Crate, version: string): string[] {
  const flaws: string[] = [];
  const ids = entities.map((one) => one['@id'] as string);
  if (new Set(ids).size !== ids.length) flaws.push('an @id stands twice');
  const descriptor = entity('ro-crate-metadata.json');
  if (descriptor?.['@type'] !== 'CreativeWork' || descriptor['conformsTo']?.['@id'] !== `https://w3id.org/ro/crate/${version}`) flaws.push('no descriptor');
  const root = entity(descriptor?.['about']?.['@id']);
  for (const property of ['name', 'description', 'datePublished', 'license']) if (!root?.[property]) flaws.push(`the root has no ${property}`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(root?.['datePublished'])) flaws.push('datePublished is no day');
  if (!entity(root?.['license']?.['@id'])?.['name']) flaws.push('the licence is no entity with a name');
  const parts = new Set(((root?.['hasPart'] ?? []) as Entity[]).map((part) => part['@id']));
  for (const one of entities) {
    if (!one['@type']) flaws.push(`${one['@id']} has no type`);
    if ([one['@type']].flat().includes('Dataset') && one !== root && !one['@id'].startsWith('#') && !parts.has(one['@id']))
      flaws.push(`${one['@id']} is a data entity outside hasPart`);
    for (const [property, value] of Object.entries(one)) {
      for (const item of [value].flat()) {
        if (item === null || typeof item !== 'object') continue;
        if (Object.keys(item).join() !== '@id') flaws.push(`${one['@id']} ${property} is nested`);
        else if (!ids.includes(item['@id']) && !item['@id'].startsWith('https://w3id.org/ro/crate/'))
          flaws.push(`${one['@id']} ${property} leads to ${item['@id']}, which is not described`);
      }
    }
  }
  return flaws;
}

describe.each([
  [roCrate11, '1.1'],
  [roCrate, '1.2'],
])('RO-Crate $title.en', (format, version) => {
  test('a resource stands with those it is linked to, each an entity of its own', async () => {
    const { tool, flow } = await it.publish({
      tool: {
        kind: 'tool',
        title: { en: 'A tool' },
        description: { en: 'Does it.' },
        identifiers: ['https://example.org/tool'],
        operations: ['Sequence alignment'],
        licence: { id: 'MIT' },
      },
      flow: { kind: 'workflow', title: { en: 'A workflow' }, licence: { id: 'CC-BY-4.0' }, links: [{ predicate: 'uses', target: 'https://example.org/tool' }] },
    });
    const crate = await crateOf(format, flow);
    expect(flawsOf(crate, version)).toEqual([]);
    expect(crate.context).toContain(`https://w3id.org/ro/crate/${version}/context`);
    const root = crate.entity('./');
    expect(root).toMatchObject({ mainEntity: { '@id': flow.url }, license: { '@id': 'https://spdx.org/licenses/CC-BY-4.0' } });
    expect(crate.entity(flow.url)).toMatchObject({ '@type': ['SoftwareSourceCode', 'ComputationalWorkflow'], hasPart: [{ '@id': tool.url }] });
    expect(crate.entity(tool.url)).toMatchObject({ '@type': 'SoftwareApplication', description: 'Does it.', license: { '@id': 'https://spdx.org/licenses/MIT' } });
    expect(crate.entity('http://edamontology.org/operation_0292')).toMatchObject({ '@type': 'DefinedTerm', name: 'Sequence alignment' });
  });

  test('every kind makes a valid crate, with almost nothing said and with everything said badly', async () => {
    const descriptions = KINDS.flatMap((kind) => Object.entries(BAD).map(([name, description]) => [`${kind}-${name}`, { ...description, kind }] as const));
    const flaws: string[] = [];
    for (const [key, resource] of Object.entries(await it.publish(Object.fromEntries(descriptions))))
      flaws.push(...flawsOf(await crateOf(format, resource), version).map((flaw) => `${key}: ${flaw}`));
    expect(flaws).toEqual([]);
  });

  test('a resource with very many links stands with a bounded number of neighbours', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 80 }, (_, n) => [`n${n}`, { title: { en: `N ${n}` }, description: { en: 'Described in full.' }, identifiers: [`https://example.org/n/${n}`] }]),
    );
    const { hub } = (await it.publish({
      ...many,
      hub: { kind: 'database', title: { en: 'Hub' }, links: Object.keys(many).map((_, n) => ({ predicate: 'mentions' as const, target: `https://example.org/n/${n}` })) },
    } as Parameters<WritingNode['publish']>[0])) as Record<'hub', Outgoing>;
    const crate = await crateOf(format, hub);
    expect(flawsOf(crate, version)).toEqual([]);
    expect(crate.entities.filter((one) => one['description'] === 'Described in full.')).toHaveLength(50);
    expect(crate.entity(hub.url)?.['mentions']).toHaveLength(80);
  });
});
