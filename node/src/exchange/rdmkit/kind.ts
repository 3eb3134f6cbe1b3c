import type { Kind } from '../../catalogue/index.ts';

/**
 * RDMkit's list names its entries "tools and resources" and says no more. English puts the noun that says what a thing
 * is last ("an ontology browser" is a browser), so the kind is told by the last of these words before the opening
 * sentence goes on to purpose or content; else by the last one in the name; else by the registries that know it; what nothing tells is a service, in category "other".
 */
const WORDS: [RegExp, Kind][] = [
  [/\b(ontology|ontologies|controlled vocabular(y|ies)|terminology|thesaurus|vocabulary)\b/, 'ontology'],
  [/\b(workflow|pipeline)\b/, 'workflow'],
  [/\b(databases?|repositor(y|ies)|archives?|knowledge ?bases?|data ?banks?|data portal|data hub|registr(y|ies)|(data )?catalogues?|collection of (data|datasets))\b/, 'database'],
  [
    /\b(standards?|guidelines?|checklists?|specifications?|file formats?|data formats?|open formats?|data models?|schemas?|minimum information|recommendations|template|principles|policy|policies|model(l)?ing language|markup language|mark-up language|identifiers?)\b/,
    'standard',
  ],
  [/\b(training|courses?|tutorials?|handbook|cookbook|guides?|guidance|e-learning|knowledge hub|lessons|learning path)\b/, 'training-material'],
  [
    /\b(high[- ]performance computing|hpc|computing (cluster|infrastructure|services?|platform|resources)|compute (cluster|infrastructure|resources)|cloud computing|supercomputer|supercomputing|computing environment)\b/,
    'compute',
  ],
  [
    /\b(tools?|tool ?kit|toolbox|software|package|library|application|app|plug-?in|program|programming language|script(s|ing)?|suite|framework|viewer|editor|client|wizard|validator|converter|command[- ]line|server|system|lims|api|notebooks?|workbench|interface|algorithm|engine|utility|browser|manager|generator|analy[sz]er|parser|simulator)\b/,
    'tool',
  ],
  [/\b(services?|portal|platform|infrastructure|network|initiative|cent(re|er)|project|organi[sz]ation|community|consortium|resource|hub)\b/, 'service'],
];

/** "X is an ontology …", not "X searches ontologies": words are looked for up to where the sentence says what for. */
const PURPOSE =
  /\b(for|that|which|to|of|with|from|in|on|using|used|where|who|whose|enabling|allowing|providing|containing|developed|based|dedicated|aimed|designed|by|supporting|consisting|focused|focusing|about)\b/;

/** The kind told by the last word that tells one. */
function wordIn(text: string): Kind | undefined {
  let found: { end: number; kind: Kind } | undefined;
  for (const [words, kind] of WORDS) {
    for (const match of text.matchAll(new RegExp(words, 'g'))) {
      const end = match.index + match[0].length;
      if (found === undefined || end > found.end) found = { end, kind };
    }
  }
  return found?.kind;
}

export function kindOf(name: string, description: string, registries: { biotools: boolean; fairsharing: boolean }): Kind {
  const sentence = description
    .toLowerCase()
    .replace(/\([^)]*\)/g, ' ')
    .split(/[.!?;]\s|\n/)[0]!;
  const told = /^(?:(?!\b(?:that|which|for)\b).){0,90}?\b(?:is|are|was)\b(?: (?:an?|the|one of the))?(.*)/.exec(sentence)?.[1] ?? sentence;
  const purpose = told.slice(1).search(PURPOSE);
  const head = wordIn(purpose < 0 ? told : told.slice(0, purpose + 1));
  const named = wordIn(name.toLowerCase().replace(/\([^)]*\)/g, ' '));
  // "Resource" and "platform" say less than a name or a registry does.
  if (head && head !== 'service') return head;
  if (named) return named;
  // FAIRsharing registers no tools, bio.tools no standards: both register databases.
  if (registries.biotools) return registries.fairsharing ? 'database' : 'tool';
  return 'service';
}
