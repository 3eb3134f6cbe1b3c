import { z } from 'zod';
import { KIND_LABELS, readResource } from '../../catalogue/index.ts';
import { DomainError } from '../../kernel/errors.ts';
import { LanguageMap } from '../../kernel/language-map.ts';
import type { Api } from '../routes/options.ts';
import { english } from '../writing/text.ts';
import type { WritingRouteOptions } from '../writing/routes.ts';
import { bibtexEntry } from './bibtex.ts';
import { cslItem } from './csl.ts';
import { citationText } from './text.ts';

/** `GET /api/v1/resources/{id}/citation`. */
export const Citation = z.object({
  /** To read and copy: after the APA in English, after GB/T 7714-2015 in Chinese. */
  text: LanguageMap,
  bibtex: z.string(),
  /** Citation Style Language, one item. */
  csl: z.record(z.string(), z.unknown()),
});

export function citationRoute(app: Api, { readingOf }: WritingRouteOptions): void {
  app.get(
    '/resources/:id/citation',
    {
      schema: {
        operationId: 'citeResource',
        tags: ['resources'],
        summary: 'How to cite a resource',
        description:
          'As a text in each language of the portal, as BibTeX and as CSL JSON. Sources state no authors of resources: the provider stands for them, else the named contacts.',
        params: z.strictObject({ id: z.string() }),
        querystring: z.strictObject({}),
        response: { 200: Citation },
      },
    },
    async (request) => {
      const answer = await readResource(readingOf(request), request.params.id);
      if ('tombstone' in answer) throw new DomainError('gone', `"${english(answer.tombstone.title)}" has been withdrawn: ${answer.tombstone.reason || 'no reason is stated'}`);
      const csl = cslItem(answer.resource, english(KIND_LABELS[answer.resource.kind]));
      return { text: citationText(answer.resource), bibtex: bibtexEntry(csl), csl: csl as Record<string, unknown> };
    },
  );
}
