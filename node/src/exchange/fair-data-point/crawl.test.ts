import { afterAll, beforeAll, expect, test } from 'vitest';
import { fairDataPoint as pages } from '../dcat/testing/portals.ts';
import { readAll } from '../testing/read-all.ts';
import { webSite, type WebSite } from '../testing/web-site.ts';
import { fairDataPoint } from './read-fair-data-point.ts';

let site: WebSite;
beforeAll(async () => {
  site = await webSite();
});
afterAll(() => site.close());

const serve = (documents: Record<string, string>) => {
  site.pages.clear();
  site.asked.length = 0;
  for (const [path, body] of Object.entries(documents)) site.pages.set(path, { type: 'text/turtle', body });
};

test('walks from the point to catalogues, datasets and distributions; each document is asked for once, circles end', async () => {
  serve(pages(site.origin));
  const { records, rejections, notes, whole } = await readAll(fairDataPoint, `${site.origin}/fdp`);
  expect(records.map(({ key }) => key).sort()).toEqual([`${site.origin}/fdp/dataset/1`, `${site.origin}/fdp/dataset/2`]);
  expect(records.find(({ key }) => key.endsWith('/1'))!.description).toMatchObject({
    kind: 'dataset',
    title: { en: 'Cohort' },
    licence: { id: 'CC-BY-4.0' },
    distributions: [{ title: 'File', url: 'https://files.example/cohort.csv', mediaType: 'text/csv' }],
  });
  expect(site.asked.toSorted()).toEqual([...new Set(site.asked)].toSorted());
  // What is listed and gone is told, and nothing is taken for deleted because another host was passed over.
  expect(rejections).toMatchObject([{ record: `${site.origin}/fdp/dataset/gone`, key: `${site.origin}/fdp/dataset/gone` }]);
  expect(notes.join()).toContain('https://elsewhere.example/set');
  expect(whole).toEqual([]);
});

test('a point read to its end is whole', async () => {
  const documents = pages(site.origin);
  documents['/fdp/catalog/c'] = documents['/fdp/catalog/c']!.replace(', <https://elsewhere.example/set>', '').replace(`, <${site.origin}/fdp/dataset/gone>`, '');
  serve(documents);
  const { rejections, whole } = await readAll(fairDataPoint, `${site.origin}/fdp`);
  expect([rejections, whole]).toEqual([[], ['records']]);
});

test('a dataset whose own document says nothing of it is told, not lost', async () => {
  serve({ ...pages(site.origin), '/fdp/dataset/2': '<https://x.example/> a <https://x.example/Thing> .' });
  const { rejections } = await readAll(fairDataPoint, `${site.origin}/fdp`);
  expect(rejections).toContainEqual(expect.objectContaining({ record: `${site.origin}/fdp/dataset/2`, reason: 'is listed, but the document at its address does not describe it' }));
});

test('what is no FAIR Data Point fails with what came instead', async () => {
  site.pages.clear();
  site.pages.set('/fdp', '<!doctype html><p>Hello</p>');
  await expect(readAll(fairDataPoint, `${site.origin}/fdp`)).rejects.toThrow('is a web page and no RDF');
  await expect(readAll(fairDataPoint, `${site.origin}/nowhere`)).rejects.toMatchObject({ code: 'not-found' });
});
