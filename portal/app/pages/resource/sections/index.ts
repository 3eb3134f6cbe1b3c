import { about } from './about.tsx';
import { annotation } from './annotation.tsx';
import { history } from './history.tsx';
import { licence } from './licence.tsx';
import { links } from './links.tsx';
import { people } from './people.tsx';
import { provenance } from './provenance.tsx';
import { publications } from './publications.tsx';
import type { Section } from './section.ts';
import { versions } from './versions.tsx';
import { where } from './where.tsx';

export const SECTIONS: readonly Section[] = [about, where, licence, annotation, links, people, publications, versions, provenance, history];
