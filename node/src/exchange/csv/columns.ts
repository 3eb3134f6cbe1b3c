import type { Outgoing } from '../../catalogue/index.ts';
import { inLanguage } from '../../kernel/language-map.ts';
import { doiIn } from '../stated-identifiers.ts';

/** Between the values of one cell. */
const SEPARATOR = ' | ';

const all = (values: readonly (string | undefined)[]) => values.filter(Boolean).join(SEPARATOR);
const labels = (terms: Outgoing['topics']) => all(terms.map(({ label }) => inLanguage(label, 'en')));
const ids = (terms: Outgoing['topics']) => all(terms.map(({ id }) => id));

/** The columns of a table of resources, in their order, and what stands in each. */
export const COLUMNS: Record<string, (resource: Outgoing) => string | number | undefined> = {
  id: ({ id }) => id,
  url: ({ url }) => url,
  category: ({ category }) => category,
  kind: ({ kind }) => kind,
  title_en: ({ title }) => title['en'] ?? (title['zh'] ? undefined : Object.values(title)[0]),
  title_zh: ({ title }) => title['zh'],
  description_en: ({ description }) => description?.['en'] ?? (description?.['zh'] ? undefined : Object.values(description ?? {})[0]),
  description_zh: ({ description }) => description?.['zh'],
  homepage: ({ homepage }) => homepage,
  identifiers: ({ identifiers }) => all(identifiers),
  topics: ({ topics }) => labels(topics),
  topic_ids: ({ topics }) => ids(topics),
  operations: ({ operations }) => labels(operations),
  operation_ids: ({ operations }) => ids(operations),
  reads: ({ reads }) => labels(reads),
  writes: ({ writes }) => labels(writes),
  formats: ({ formats }) => labels(formats),
  keywords: ({ keywords }) => all(keywords),
  provider: ({ provider }) => provider && inLanguage(provider.name, 'en'),
  provider_url: ({ provider }) => provider?.url,
  provider_ror: ({ provider }) => provider?.ror,
  contacts: ({ contacts }) => all(contacts.map(({ name, email, url }) => [name, email ?? url].filter(Boolean).join(' '))),
  licence: ({ licence }) => licence?.id ?? licence?.name,
  licence_url: ({ licence }) => licence?.url,
  access: ({ access }) => access?.level,
  version: ({ version }) => version,
  status: ({ status }) => status,
  issued: ({ issued }) => issued,
  modified: ({ modified }) => modified,
  publications: ({ publications }) => all(publications.map(({ doi, url, title }) => (doiIn(doi) ? `doi:${doiIn(doi)}` : (url ?? title)))),
  endpoints: ({ endpoints }) => all(endpoints.map(({ url }) => url)),
  files: ({ distributions }) => all(distributions.map(({ url }) => url)),
  linked: ({ linked }) => all(linked.map(({ predicate, object }) => `${predicate} ${object.id}`)),
  sources: ({ sources }) => all(sources.map(({ source, record }) => `${source}:${record}`)),
  revision: ({ revision }) => revision,
  created: ({ created }) => created,
  updated: ({ updated }) => updated,
};
