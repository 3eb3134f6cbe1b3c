import type { LanguageMap } from '../kernel/language-map.ts';
import { OWN_SOURCES } from './own-sources.ts';
import type { Source } from './source.ts';
import type { SourceConfiguration } from './source-configuration.ts';
import { anyAddressOf, definedSource } from './standard-source.ts';
import type { Standard } from './standard.ts';
import { standardNamed, STANDARDS } from './standards.ts';

/** Everything that can be harvested here. */
export interface Sources {
  /** In the order in which they are shown: those the node brings, those the operator defined, and standards. */
  all: readonly Source[];
  named(id: string): Source | undefined;
}

/** What is said of a source whose operator says nothing more. */
const describedAs = ({ title }: Standard): LanguageMap => ({
  en: `A source of this node's operator, read as ${title['en']}.`,
  zh: `本节点管理员定义的来源，按 ${title['zh']} 读取。`,
});

const definedBy = (id: string, { defined, settings, schedule = null, address = '' }: SourceConfiguration): Source[] => {
  const standard = defined && standardNamed(defined.standard);
  if (!standard) return [];
  const { title, description = describedAs(standard), homepage = address, licence } = defined;
  return [definedSource(standard, { id, title, description, homepage, licence, schedule, settings })];
};

/** The sources of a node with this configuration, which has been checked. */
export function sourcesOf(configured: Record<string, SourceConfiguration>): Sources {
  const standards = STANDARDS.map((standard) => anyAddressOf(standard, configured[standard.id]?.settings ?? standard.settings.parse({})));
  const all = [...OWN_SOURCES, ...Object.entries(configured).flatMap(([id, given]) => definedBy(id, given)), ...standards];
  const byId = new Map(all.map((source) => [source.id, source]));
  return { all, named: (id) => byId.get(id) };
}
