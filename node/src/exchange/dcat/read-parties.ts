import { Contact, type DescriptionInput } from '../../catalogue/index.ts';
import { orcidIn, rorIn } from '../stated-identifiers.ts';
import { isBlank } from '../rdf/graph.ts';
import { inOrder, languageMap, stated, type GraphNode } from './read-node.ts';
import { iriOf, schemaOrg } from './read-terms.ts';

type Provider = NonNullable<DescriptionInput['provider']>;
type ContactInput = NonNullable<DescriptionInput['contacts']>[number];

const NAMES = [iriOf('foaf:name'), iriOf('vcard:fn'), iriOf('vcard:organization-name'), iriOf('skos:prefLabel'), iriOf('rdfs:label'), ...schemaOrg('name'), iriOf('dct:title')];
const PAGES = [iriOf('foaf:homepage'), iriOf('vcard:hasURL'), ...schemaOrg('url'), iriOf('foaf:page')];
const MAILS = [iriOf('vcard:hasEmail'), iriOf('foaf:mbox'), iriOf('vcard:email'), ...schemaOrg('email')];
const VALUE = iriOf('vcard:hasValue');

/** Who answers for it: the publisher, else who made it. */
export function readProvider(node: GraphNode): Provider | undefined {
  const roles = [iriOf('dct:publisher'), ...schemaOrg('publisher'), ...schemaOrg('provider'), iriOf('dct:creator'), ...schemaOrg('creator')];
  for (const role of roles) {
    for (const term of node.all(role)) {
      if (term.type === 'literal') {
        const name = languageMap([term]);
        if (name) return { name };
      }
    }
    for (const agent of node.nodes(role)) {
      const name = agent.inLanguages(...NAMES);
      if (name) return { name, ...stated({ url: httpOf(agent.address(...PAGES)), ror: rorOf(agent) }) };
    }
  }
  return undefined;
}

const rorOf = (agent: GraphNode): string | undefined =>
  [agent.id, ...agent.addresses(iriOf('owl:sameAs')), ...agent.texts(iriOf('dct:identifier'))].map(rorIn).find((it) => it !== undefined);

const httpOf = (address: string | undefined): string | undefined => (address && /^https?:/i.test(address) ? address : undefined);

/** Whom to ask. What of a contact does not hold is left out, the rest kept. */
export function readContacts(node: GraphNode): ContactInput[] {
  return inOrder(node.nodes(iriOf('dcat:contactPoint'), ...schemaOrg('contactPoint'))).flatMap((contact) => {
    const given = stated({ name: contact.text(...NAMES), email: mailOf(contact), url: httpOf(contact.address(...PAGES)), orcid: orcidOf(contact) });
    const held = Object.fromEntries(Object.entries(given).filter(([field, value]) => Contact.safeParse({ [field]: value }).success));
    return Object.keys(held).length > 0 ? [held] : [];
  });
}

function mailOf(contact: GraphNode): string | undefined {
  for (const term of contact.all(...MAILS)) {
    const nested =
      term.type === 'node'
        ? contact
            .nodes(...MAILS)
            .find(({ id }) => id === term.value)
            ?.all(VALUE)[0]?.value
        : undefined;
    const written = nested ?? (term.type === 'node' && isBlank(term.value) ? undefined : term.value);
    const mail = written
      ?.trim()
      .replace(/^mailto:/i, '')
      .split('?', 1)[0];
    if (mail) return decoded(mail);
  }
  return undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const orcidOf = (contact: GraphNode): string | undefined =>
  [...contact.addresses(iriOf('vcard:hasUID')), ...contact.texts(iriOf('vcard:hasUID')), contact.id].map(orcidIn).find((it) => it !== undefined);
