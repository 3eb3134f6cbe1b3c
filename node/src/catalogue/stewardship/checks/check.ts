import type { Check } from '../../../access/certificates/index.ts';
import type { LanguageMap } from '../../../kernel/language-map.ts';

type Evidence = Check['evidence'];

/** Of a long list so many are shown as evidence. */
const SHOWN = 20;

export const both = (en: string, zh: string): LanguageMap => ({ en, zh });

interface Named {
  check: string;
  of: Check['of'];
  title: LanguageMap;
}

export const passes = (named: Named, because: LanguageMap, evidence: Evidence = []): Check => ({ ...named, outcome: 'passes', because, evidence: evidence.slice(0, SHOWN) });

export const fails = (named: Named, because: LanguageMap, fix: LanguageMap, evidence: Evidence = []): Check => ({
  ...named,
  outcome: 'fails',
  because,
  fix,
  evidence: evidence.slice(0, SHOWN),
});

/** No machine can tell: a steward must. */
export const unknown = (named: Named, because: LanguageMap, fix: LanguageMap, evidence: Evidence = []): Check => ({
  ...named,
  outcome: 'unknown',
  because,
  fix,
  evidence: evidence.slice(0, SHOWN),
});

/** The checks there are, in the order they are shown. */
export const CHECKS = {
  schema: { check: 'schema', of: 'quality', title: both('Description holds', '描述符合规范') },
  checksums: { check: 'checksums', of: 'quality', title: both('Checksums of the files', '文件校验和') },
  sizes: { check: 'sizes', of: 'quality', title: both('Sizes of the files', '文件大小') },
  completeness: { check: 'completeness', of: 'quality', title: both('Description is complete', '描述完整') },
  identifiers: { check: 'identifiers', of: 'quality', title: both('Identifiers', '标识符') },
  kinds: { check: 'kinds-of-data', of: 'safety', title: both('Kind of data is stated', '已说明数据类别') },
  direct: { check: 'direct-identifiers', of: 'safety', title: both('No direct identifiers', '没有直接标识符') },
  cells: { check: 'small-cells', of: 'safety', title: both('No small cells', '没有过小的分组') },
  references: { check: 'references', of: 'safety', title: both('Consent and ethics', '知情同意与伦理') },
} as const satisfies Record<string, Named>;
