import { KIND_LABELS, type Outgoing } from '../../catalogue/index.ts';
import type { Format } from '../format.ts';
import { jsonList } from '../writing/json-document.ts';
import { english } from '../writing/text.ts';
import { bibtexEntry } from './bibtex.ts';
import { cslItem } from './csl.ts';

const itemOf = (resource: Outgoing) => cslItem(resource, english(KIND_LABELS[resource.kind]));

export const bibtex: Format = {
  id: 'bibtex',
  title: { en: 'BibTeX', zh: 'BibTeX' },
  mediaType: 'application/x-bibtex',
  profile: 'https://ctan.org/pkg/bibtex',
  extension: 'bib',
  scope: 'many',
  covers: () => true,
  async *write(pages) {
    for await (const page of pages) yield page.map((resource) => bibtexEntry(itemOf(resource))).join('\n');
  },
};

/** Always a list, as the schema of CSL's data has it. */
export const csl: Format = {
  id: 'csl',
  title: { en: 'CSL JSON', zh: 'CSL JSON' },
  mediaType: 'application/vnd.citationstyles.csl+json',
  profile: 'https://resource.citationstyles.org/schema/v1.0/input/json/csl-data.json',
  extension: 'json',
  scope: 'many',
  covers: () => true,
  write: (pages) => jsonList(pages, itemOf),
};
