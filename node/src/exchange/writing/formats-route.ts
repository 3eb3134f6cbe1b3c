import { z } from 'zod';
import { readResource } from '../../catalogue/index.ts';
import { LanguageMap } from '../../kernel/language-map.ts';
import { FORMATS } from '../formats.ts';
import type { Api } from '../routes/options.ts';
import type { WritingRouteOptions } from './routes.ts';

/** `GET /api/v1/resources/{id}/formats`. */
export const ResourceFormats = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      title: LanguageMap,
      mediaType: z.string(),
      extension: z.string(),
      /** The address of the standard or profile it keeps to. */
      profile: z.string(),
      /** Where the resource stands in this format. */
      url: z.string(),
    }),
  ),
});

export function resourceFormatsRoute(app: Api, { readingOf }: WritingRouteOptions): void {
  app.get(
    '/resources/:id/formats',
    {
      schema: {
        operationId: 'listFormatsOfResource',
        tags: ['resources'],
        summary: 'The formats that have words for a resource, and where it stands in each',
        params: z.strictObject({ id: z.string() }),
        querystring: z.strictObject({}),
        response: { 200: ResourceFormats },
      },
    },
    async (request) => {
      const answer = await readResource(readingOf(request), request.params.id);
      if ('tombstone' in answer) return { items: [] };
      const { resource } = answer;
      return {
        items: FORMATS.filter((format) => format.covers(resource)).map(({ id, title, mediaType, extension, profile }) => ({
          id,
          title,
          mediaType,
          extension,
          profile,
          url: `${resource.url}?format=${id}`,
        })),
      };
    },
  );
}
