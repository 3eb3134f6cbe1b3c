import type { FastifyRequest } from 'fastify';
import { LANGUAGES } from '../../kernel/language-map.ts';

const LONGEST = 1_000;

/** The language of this node's that a request wants most (`Accept-Language`, RFC 9110 §12.5.4); English where it wants none of them. */
export function wantedLanguage({ headers }: Pick<FastifyRequest, 'headers'>): (typeof LANGUAGES)[number] {
  const given = String(headers['accept-language'] ?? '').slice(0, LONGEST);
  const wanted = given.split(',').flatMap((part) => {
    const [tag = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
    const language = LANGUAGES.find((it) => tag === it || tag.startsWith(`${it}-`));
    const quality = Number(parameters.find((text) => text.startsWith('q='))?.slice(2) ?? 1);
    return language && quality > 0 ? [{ language, quality }] : [];
  });
  return wanted.toSorted((a, b) => b.quality - a.quality)[0]?.language ?? 'en';
}
