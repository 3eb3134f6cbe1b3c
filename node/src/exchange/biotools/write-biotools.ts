import type { Outgoing } from '../../catalogue/index.ts';
import type { Format, WritingContext } from '../format.ts';
import { members, oneOrMany } from '../writing/json-document.ts';
import { biotoolsEntry } from './write-entry.ts';

/** bio.tools registers software, and databases by the portal to them. */
const covers = ({ kind, category }: Pick<Outgoing, 'kind' | 'category'>): boolean => category === 'tool' || kind === 'database';

/** biotoolsSchema as the bio.tools API takes and gives it: an entry for one resource, a list with its count for many. */
export const biotools: Format = {
  id: 'biotools',
  title: { en: 'biotoolsSchema (JSON)', zh: 'biotoolsSchema（JSON）' },
  mediaType: 'application/json',
  profile: 'https://github.com/bio-tools/biotoolsSchema/tree/main/versions/biotools-3.3.0',
  extension: 'json',
  scope: 'many',
  covers,
  write: (pages, context, about) =>
    oneOrMany(
      pages,
      about,
      (resource) => biotoolsEntry(resource, context),
      (all) => list(all, context),
    ),
};

/** The count stands after the list: it is known when all is written. */
async function* list(pages: AsyncIterable<Outgoing[]>, context: WritingContext): AsyncGenerator<string> {
  let count = 0;
  yield '{"previous":null,"next":null,"list":[\n';
  yield* members(pages, (resource) => {
    count += 1;
    return biotoolsEntry(resource, context);
  });
  yield `\n],"count":${count}}\n`;
}
