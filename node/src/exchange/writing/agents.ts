import type { Outgoing } from '../../catalogue/index.ts';
import { english } from './text.ts';

/** Who stands for a resource, and as what: a person or an organisation. */
export interface Agent {
  type: 'organisation' | 'person';
  name: string;
  /** The name in each of its languages, where it is an organisation's. */
  names?: Record<string, string>;
  url?: string | undefined;
  ror?: string | undefined;
  orcid?: string | undefined;
  email?: string | undefined;
}

export function providerOf({ provider }: Pick<Outgoing, 'provider'>): Agent | undefined {
  return provider && { type: 'organisation', name: english(provider.name), names: provider.name, url: provider.url, ror: provider.ror };
}

/** Contacts that have a name; the others are addresses, nobody to be named as a person. */
export const namedContacts = ({ contacts }: Pick<Outgoing, 'contacts'>): Agent[] =>
  contacts.flatMap(({ name, email, url, orcid }) => (name ? [{ type: 'person' as const, name, email, url, orcid }] : []));

/**
 * Who is named as responsible where a standard asks for creators: the provider, else the contacts by name. Sources
 * state no authors, and a contact beside a provider is asked, not credited.
 */
export function creatorsOf(resource: Pick<Outgoing, 'provider' | 'contacts'>): Agent[] {
  const provider = providerOf(resource);
  return provider ? [provider] : namedContacts(resource);
}
