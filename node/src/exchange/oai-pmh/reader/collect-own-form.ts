import { LONGEST_METADATA, tooLong, type MetadataCollector } from './metadata.ts';

/** Takes a description that another node of this software hands out whole. */
export function collectOwnForm(): MetadataCollector {
  let json = '';
  let elements = 0;
  return {
    open: () => void elements++,
    text(text) {
      if (json.length <= LONGEST_METADATA) json += text;
    },
    close: () => undefined,
    metadata() {
      if (json.length > LONGEST_METADATA) return tooLong;
      if (elements > 1) return { flaw: 'holds elements where it is to hold JSON alone' };
      try {
        return { own: JSON.parse(json) };
      } catch {
        return { flaw: 'is no JSON' };
      }
    },
  };
}
