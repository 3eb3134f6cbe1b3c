import type { Category, Outgoing } from '../../catalogue/index.ts';
import { standingOf } from '../dcat/index.ts';

/** The addresses of a FAIR Data Point: the point, its catalogues (one a category), what they list, and its forms. */
export const pointAddress = (baseUrl: string): string => `${baseUrl}/fdp`;
export const catalogueAddress = (baseUrl: string, category: Category): string => `${baseUrl}/fdp/catalog/${category}`;
export const entryAddress = (baseUrl: string, resource: Pick<Outgoing, 'id' | 'kind' | 'endpoints'>): string =>
  `${baseUrl}/fdp/${standingOf(resource) === 'dataset' ? 'dataset' : 'resource'}/${resource.id}`;
export const distributionAddress = (baseUrl: string, id: string, number: number): string => `${baseUrl}/fdp/distribution/${id}-${number}`;
