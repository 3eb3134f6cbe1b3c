import { access } from './access.tsx';
import { annotation } from './annotation.tsx';
import { cite } from './cite.tsx';
import { heldBy } from './held-by.tsx';
import { history } from './history.tsx';
import { licence } from './licence.tsx';
import { links } from './links.tsx';
import { people } from './people.tsx';
import { provenance } from './provenance.tsx';
import { publications } from './publications.tsx';
import { quality } from './quality.tsx';
import type { Section } from './section.ts';
import { statements } from './statements.tsx';
import { versions } from './versions.tsx';
import { where } from './where.tsx';

/** What the page opens with; on a phone the facts at a glance follow it, then the rest. */
export { about } from './about.tsx';

export const SECTIONS: readonly Section[] = [access, where, licence, annotation, links, people, publications, cite, versions, heldBy, statements, provenance, quality, history];
