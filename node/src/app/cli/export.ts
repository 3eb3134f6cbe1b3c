import { RESOURCE_ID } from '../../kernel/identifiers.ts';
import type { CommandContext } from './main.ts';
import { inMegabytes, writeDocument } from './write-document.ts';

interface Options {
  output?: string;
  resource?: string;
  category?: string;
}

/**
 * Writes the catalogue, all of a category or one resource in a standard, to a file or to standard output. A file is there
 * whole or not at all.
 */
export async function exportDocument({ door, json, answer }: CommandContext, format: string, given: string): Promise<number> {
  const { output, resource, category } = JSON.parse(given) as Options;
  if (json && !output) {
    process.stderr.write('With --json the document needs a place of its own: --output <file>.\n');
    return 2;
  }
  const id = resource && !RESOURCE_ID.test(resource) ? await named(door, resource) : resource;
  if (id === null) {
    process.stderr.write(`There is no resource "${resource}" here.\n`);
    return 1;
  }
  const query = new URLSearchParams({ format, ...(category && !id ? { category } : {}) });
  const begun = performance.now();
  const pieces = await door.stream(id ? `/r/${id}?${query}` : `/catalog?${query}`);
  const { path, bytes } = await writeDocument(pieces, output);
  const seconds = (performance.now() - begun) / 1_000;
  if (path) answer({ format, file: path, bytes, seconds }, () => `${path}: ${inMegabytes(bytes)} in ${seconds.toFixed(1)} s`);
  return 0;
}

async function named(door: CommandContext['door'], name: string): Promise<string | null> {
  const { items } = await door.call<{ items: string[] }>('GET', `/api/v1/names?${new URLSearchParams({ name })}`);
  return items[0] ?? null;
}
