import { z } from 'zod';
import { KIND_CATEGORIES, KINDS, type Kind } from '../../catalogue/index.ts';
import { LanguageMap } from '../../kernel/language-map.ts';
import { FORMATS } from '../formats.ts';
import type { Api } from './options.ts';

const FormatView = z.object({
  /** Names it in addresses (`?format=`) and on the command line (`biotope export`). */
  id: z.string(),
  title: LanguageMap,
  mediaType: z.string(),
  profile: z.string(),
  extension: z.string(),
  scope: z.enum(['one', 'many']).describe('Whether the whole catalogue can be had in it, or a single resource only'),
  kinds: z.array(z.enum(KINDS)).describe('The kinds of resources it has words for'),
});

export function listFormatsRoute(app: Api): void {
  app.get(
    '/formats',
    {
      schema: {
        operationId: 'listFormats',
        tags: ['exchange'],
        summary: 'The standards in which resources leave this node',
        description:
          'Each resource answers at its own address (/r/{id}) in every format that covers its kind, by Accept header or `?format=`; the whole catalogue at /catalog in those of the scope "many".',
        querystring: z.strictObject({}),
        response: { 200: z.object({ items: z.array(FormatView) }) },
      },
    },
    async () => ({
      items: FORMATS.map(({ id, title, mediaType, profile, extension, scope, covers }) => ({ id, title, mediaType, profile, extension, scope, kinds: kindsOf(covers) })),
    }),
  );
}

const kindsOf = (covers: (typeof FORMATS)[number]['covers']): Kind[] => KINDS.filter((kind) => KIND_CATEGORIES[kind].some((category) => covers({ kind, category })));
