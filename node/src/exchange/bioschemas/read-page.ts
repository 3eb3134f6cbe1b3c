import { Parser } from 'htmlparser2';
import { DomainError } from '../../kernel/errors.ts';

/** So much of a page is looked through, and so many scripts of it are read. */
export const PAGE_LIMITS = { characters: 32 * 2 ** 20, scripts: 200 } as const;

/** The JSON-LD scripts of a page, its text read piece by piece and held nowhere whole. */
export async function scriptsOf(bytes: AsyncIterable<Uint8Array>): Promise<string[]> {
  const scripts: string[] = [];
  let script: string[] | undefined;
  const parser = new Parser({
    onopentag(name, attributes) {
      if (name === 'script' && /^\s*application\/ld\+json\s*(;.*)?$/i.test(attributes['type'] ?? '')) script = [];
    },
    ontext: (piece) => void script?.push(piece),
    onclosetag(name) {
      if (name !== 'script' || !script) return;
      scripts.push(script.join(''));
      script = undefined;
    },
  });
  const decoder = new TextDecoder('utf-8');
  let read = 0;
  for await (const chunk of bytes) {
    const text = decoder.decode(chunk, { stream: true });
    read += text.length;
    if (read > PAGE_LIMITS.characters) throw new DomainError('too-large', `is a page of more than ${PAGE_LIMITS.characters} characters`);
    parser.write(text);
    if (scripts.length > PAGE_LIMITS.scripts) throw new DomainError('too-large', `holds more than ${PAGE_LIMITS.scripts} JSON-LD scripts`);
  }
  parser.write(decoder.decode());
  parser.end();
  return scripts.filter((text) => text.trim() !== '').map((text) => text.replace(/^\s*(?:<!--|\/\/<!\[CDATA\[|<!\[CDATA\[)|(?:-->|\/\/\]\]>|\]\]>)\s*$/g, ''));
}
