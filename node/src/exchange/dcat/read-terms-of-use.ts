import type { DescriptionInput } from '../../catalogue/index.ts';
import { isBlank, type GraphTerm } from '../rdf/graph.ts';
import { licenceOf } from '../licences.ts';
import { spdxIdentifierAt } from '../spdx-identifiers.ts';
import { addressOf, stated, type GraphNode } from './read-node.ts';
import { iriOf, schemaOrg } from './read-terms.ts';

type Licence = NonNullable<DescriptionInput['licence']>;
type Access = NonNullable<DescriptionInput['access']>;

const LABELS = [iriOf('rdfs:label'), iriOf('dct:title'), iriOf('skos:prefLabel'), ...schemaOrg('name'), iriOf('dct:description')];
const SPDX = /^https?:\/\/spdx\.org\/licenses\/([A-Za-z0-9][A-Za-z0-9.+-]*)$/;
const OWN_PART = /#(licence|rights)$/;

/** A licence as this software writes it (docs/reference/dcat-mapping.md), taken back word by word. */
export function readOwnLicence(node: GraphNode): Licence | undefined {
  const licence = node.node(iriOf('dct:license'));
  if (!licence) return undefined;
  if (OWN_PART.test(licence.id)) return stated({ id: licence.text(iriOf('dct:identifier')), name: licence.text(iriOf('rdfs:label')) });
  const rights = node.nodes(iriOf('dct:rights')).find(({ id }) => OWN_PART.test(id));
  const beside = SPDX.exec(node.address(iriOf('schema:license')) ?? '')?.[1];
  const alone = beside === undefined ? SPDX.exec(licence.id)?.[1] : undefined;
  return stated({
    id: beside ?? alone ?? rights?.text(iriOf('dct:identifier')),
    name: rights?.text(iriOf('rdfs:label')),
    url: alone === undefined ? licence.id : undefined,
  });
}

/** The licence others state: of the thing itself, else the one that all its distributions share. */
export function readLicence(node: GraphNode): Licence | undefined {
  const properties = [iriOf('dct:license'), ...schemaOrg('license')];
  const own = licenceFrom(node, node.all(...properties));
  if (own) return own;
  const shared = node.nodes(iriOf('dcat:distribution')).map((distribution) => licenceFrom(distribution, distribution.all(...properties)));
  const [first] = shared;
  if (first && shared.every((it) => it?.url === first.url && it?.name === first.name)) return first;
  return licenceFrom(node, node.all(iriOf('dct:rights')), { rights: true });
}

function licenceFrom(node: GraphNode, terms: GraphTerm[], { rights = false } = {}): Licence | undefined {
  for (const term of terms) {
    const url = addressOf(term);
    const id = url && (spdxIdentifierAt(url) ?? authorityLicence(url));
    const label =
      term.type === 'literal'
        ? url
          ? undefined
          : term.value.trim()
        : node
            .nodes(iriOf('dct:license'), iriOf('dct:rights'))
            .find((it) => it.id === term.value)
            ?.text(...LABELS);
    if (id || (url && !rights)) return stated({ id, url, name: label });
    const named = licenceOf(label);
    if (named) return stated(named);
  }
  return undefined;
}

/** The EU's own names for licences: `…/authority/licence/CC_BY_4_0`. */
function authorityLicence(url: string): string | undefined {
  const code = /\/authority\/licence\/([A-Z0-9_]+)$/.exec(url)?.[1];
  if (code === 'CC0') return 'CC0-1.0';
  const [, parts, version] = /^CC_(BY(?:_?(?:NC|SA|ND))*)_(\d_\d)$/.exec(code ?? '') ?? [];
  return parts && version
    ? `CC-${parts
        .replace(/^BY/, 'BY-')
        .replaceAll('_', '')
        .replace(/(NC)(SA|ND)/, '$1-$2')
        .replace(/-$/, '')}-${version.replace('_', '.')}`
    : undefined;
}

const BY_ADDRESS: [RegExp, Access['level']][] = [
  [/\/authority\/access-right\/PUBLIC$/, 'open'],
  [/\/authority\/access-right\/(RESTRICTED|SENSITIVE)$/, 'controlled'],
  [/\/authority\/access-right\/(NON_PUBLIC|CONFIDENTIAL)$/, 'closed'],
  [/\/coar\/access_right\/c_abf2$|info:eu-repo\/semantics\/openAccess$/, 'open'],
  [/\/coar\/access_right\/(c_16ec|c_f1cf)$|info:eu-repo\/semantics\/(restricted|embargoed)Access$/, 'controlled'],
  [/\/coar\/access_right\/c_14cb$|info:eu-repo\/semantics\/closedAccess$/, 'closed'],
];
const BY_WORD: [RegExp, Access['level']][] = [
  [/^(open|public|open access|publicly available|开放|公开)$/i, 'open'],
  [/^(registration( required)?|registered( access)?|注册)$/i, 'registration'],
  [/^(restricted( access)?|controlled( access)?|embargoed( access)?|sensitive|受限|受控)$/i, 'controlled'],
  [/^(closed( access)?|non[- _]?public|private|confidential|封闭|不公开)$/i, 'closed'],
];

/** How it can be had: level, conditions, and where they are told. */
export function readAccess(node: GraphNode): Access | undefined {
  const rights = node.all(iriOf('dct:accessRights'), ...schemaOrg('accessRights'));
  let level: Access['level'];
  let conditions = node.inLanguages(...schemaOrg('conditionsOfAccess'));
  for (const term of rights) {
    const statement = term.type === 'node' ? node.nodes(iriOf('dct:accessRights')).find(({ id }) => id === term.value) : undefined;
    const text = term.type === 'literal' ? term.value.trim() : statement?.text(...LABELS);
    const address = term.type === 'node' && !isBlank(term.value) ? term.value : (addressOf(term) ?? '');
    level ??= BY_ADDRESS.find(([pattern]) => pattern.test(address))?.[1] ?? BY_WORD.find(([pattern]) => pattern.test(text ?? ''))?.[1];
    // A sentence is no level, but what it says is a condition.
    if (!BY_ADDRESS.some(([pattern]) => pattern.test(address)) && text && !BY_WORD.some(([pattern]) => pattern.test(text))) {
      conditions ??= statement?.inLanguages(...LABELS) ?? { en: text };
    }
  }
  if (level === 'controlled' && node.text(iriOf('biotope:accessLevel')) === 'registration') level = 'registration';
  const access = stated({ level, conditions, url: node.address(...schemaOrg('usageInfo')) });
  return Object.keys(access).length > 0 ? access : undefined;
}
