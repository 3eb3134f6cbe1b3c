import { contentAsDescription, type Outgoing } from '../../../catalogue/index.ts';
import { xmlContent } from '../../xml.ts';
import { OWN_FORM } from '../own-form.ts';
import type { Repository } from './repository.ts';

/** A resource in the form in which nodes hand descriptions to each other: under its address, with links as addresses. */
export function ownForm(resource: Outgoing, { reading }: Pick<Repository, 'reading'>): string {
  const links = resource.linked.map(({ predicate, object }) => ({ predicate, target: `${reading.baseUrl}/r/${object.id}` }));
  const description = contentAsDescription(resource, { aliases: [resource.url], links });
  return `<${OWN_FORM.element} xmlns="${OWN_FORM.namespace}">${xmlContent(JSON.stringify(description))}</${OWN_FORM.element}>`;
}
