import type { SaxesTagNS } from 'saxes';
import { LONGEST_METADATA, tooLong, type DublinCoreStatement, type MetadataCollector } from './metadata.ts';

const DC = 'http://purl.org/dc/elements/1.1/';
const XML = 'http://www.w3.org/XML/1998/namespace';

/** Takes the statements of a Dublin Core record. */
export function collectDublinCore(): MetadataCollector {
  const statements: DublinCoreStatement[] = [];
  let current: DublinCoreStatement | undefined;
  let depth = 0;
  let characters = 0;
  return {
    open(tag) {
      depth++;
      if (depth === 2 && tag.uri === DC) current = { name: tag.local, text: '', language: languageOf(tag) };
    },
    text(text) {
      characters += text.length;
      if (current && characters <= LONGEST_METADATA) current.text += text;
    },
    close() {
      depth--;
      if (depth !== 1 || !current) return;
      current.text = current.text.trim();
      if (current.text !== '') statements.push(current);
      current = undefined;
    },
    metadata: () => (characters > LONGEST_METADATA ? tooLong : { dublinCore: statements }),
  };
}

const languageOf = (tag: SaxesTagNS): string | undefined => Object.values(tag.attributes).find(({ uri, local }) => uri === XML && local === 'lang')?.value;
