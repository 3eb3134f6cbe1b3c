import type { ComponentType } from 'react';
import type { FieldName } from '../../../api/contract.ts';
import type { Words } from '../../../language/en.ts';
import type { ResourcePage } from '../load-page.ts';

/**
 * A part of the resource page that describes itself: what it is called, which fields it shows (their provenance stands
 * beside its title), and whether there is anything to show. `index.ts` lists them once, in their order on the page.
 */
export interface Section {
  id: string;
  title: (t: Words) => string;
  fields: readonly FieldName[];
  shown: (page: ResourcePage) => boolean;
  Body: ComponentType<{ page: ResourcePage }>;
}
