import type { Format } from '../format.ts';
import { crateOf } from './write-crate.ts';

interface Version {
  id: string;
  number: '1.1' | '1.2';
}

const format = ({ id, number }: Version): Format => ({
  id,
  title: { en: `RO-Crate ${number}`, zh: `RO-Crate ${number}` },
  mediaType: 'application/ld+json',
  profile: `https://w3id.org/ro/crate/${number}`,
  extension: 'json',
  scope: 'one',
  covers: () => true,
  async *write(pages, context) {
    for await (const page of pages) for (const resource of page) yield `${JSON.stringify(await crateOf(resource, context, number), null, 2)}\n`;
  },
});

/** A resource with its neighbourhood as a research object: `ro-crate-metadata.json`. */
export const roCrate: Format = format({ id: 'ro-crate', number: '1.2' });
export const roCrate11: Format = format({ id: 'ro-crate-1.1', number: '1.1' });
