import type { Check } from '../../../access/certificates/index.ts';
import type { Flaw } from '../../../kernel/errors.ts';
import type { ResourceContent } from '../../resource.ts';
import { both, CHECKS, fails, passes } from './check.ts';

/** Hexadecimal digits of a digest. */
const DIGEST_LENGTHS = { md5: 32, 'sha-1': 40, 'sha-256': 64, 'sha-512': 128 } as const;
/** Characters a description must have in some language to tell enough; Chinese says more with fewer. */
const SHORTEST_DESCRIPTION = { zh: 25, others: 60 } as const;

/** What is known of a description beside itself. */
export interface Described {
  content: ResourceContent;
  /** Flaws of what its records say. */
  flaws: readonly Flaw[];
  /** Identifiers it states that other resources claim too, and which. */
  claimedElsewhere: readonly { identifier: string; resource: string }[];
}

/** The quality checks on a description: does it hold, is it whole, can its files be told from others. */
export const qualityChecks = (it: Described): Check[] => [schema(it), checksums(it), sizes(it), completeness(it), identifiers(it)];

function schema({ flaws }: Described): Check {
  if (flaws.length === 0) return passes(CHECKS.schema, both('Every field is of the form the node asks for.', '各字段均符合本节点要求的格式。'));
  return fails(
    CHECKS.schema,
    both(`${flaws.length} fields are not of the form the node asks for.`, `${flaws.length} 个字段不符合本节点要求的格式。`),
    both('Amend these fields.', '请修正这些字段。'),
    flaws.map(({ pointer, reason }) => ({ where: pointer, found: both(reason, reason) })),
  );
}

const NO_FILES = both('The description names no file or other distribution.', '描述中没有列出任何文件或其他分发形式。');
const ADD_FILES = both('Add the distributions, each with its size and checksum.', '请补充各分发形式及其大小和校验和。');

function checksums({ content: { distributions } }: Described): Check {
  if (distributions.length === 0) return fails(CHECKS.checksums, NO_FILES, ADD_FILES);
  const wrong = distributions.flatMap(({ checksum, url, title }, place) => {
    const where = `/distributions/${place}`;
    const name = title ?? url;
    if (!checksum) return [{ where, found: both(`${name}: no checksum`, `${name}：没有校验和`) }];
    const length = DIGEST_LENGTHS[checksum.algorithm];
    if (checksum.value.length !== length || !/^[0-9a-f]+$/i.test(checksum.value))
      return [
        {
          where: `${where}/checksum`,
          found: both(`${name}: no ${checksum.algorithm} digest, which has ${length} digits`, `${name}：不是 ${checksum.algorithm} 摘要（应为 ${length} 位）`),
        },
      ];
    return /^(.)\1*$/.test(checksum.value) ? [{ where: `${where}/checksum`, found: both(`${name}: a placeholder`, `${name}：是占位值`) }] : [];
  });
  if (wrong.length === 0)
    return passes(CHECKS.checksums, both(`All ${distributions.length} files have a well-formed checksum.`, `全部 ${distributions.length} 个文件均有格式正确的校验和。`));
  return fails(
    CHECKS.checksums,
    both(`${wrong.length} of ${distributions.length} files have no usable checksum.`, `${distributions.length} 个文件中有 ${wrong.length} 个缺少可用的校验和。`),
    both('State the SHA-256 of each file.', '请为每个文件注明 SHA-256。'),
    wrong,
  );
}

function sizes({ content: { distributions } }: Described): Check {
  if (distributions.length === 0) return fails(CHECKS.sizes, NO_FILES, ADD_FILES);
  const wrong = distributions.flatMap(({ size, url, title }, place) => {
    const name = title ?? url;
    if (size === undefined) return [{ where: `/distributions/${place}/size`, found: both(`${name}: not stated`, `${name}：未注明`) }];
    return size === 0 ? [{ where: `/distributions/${place}/size`, found: both(`${name}: empty`, `${name}：为空`) }] : [];
  });
  if (wrong.length === 0)
    return passes(CHECKS.sizes, both(`All ${distributions.length} files state their size, and none is empty.`, `全部 ${distributions.length} 个文件均注明大小，且无空文件。`));
  return fails(
    CHECKS.sizes,
    both(`${wrong.length} of ${distributions.length} files state no size, or are empty.`, `${distributions.length} 个文件中有 ${wrong.length} 个未注明大小或为空。`),
    both('State the size of each file in bytes.', '请注明每个文件的字节数。'),
    wrong,
  );
}

function completeness({ content }: Described): Check {
  const tells = Object.entries(content.description ?? {}).some(
    ([language, text]) => text.trim().length >= (language.startsWith('zh') ? SHORTEST_DESCRIPTION.zh : SHORTEST_DESCRIPTION.others),
  );
  const wanted: [boolean, string, string, string][] = [
    [tells, '/description', 'a description of some sentences', '几句话的描述'],
    [content.licence !== undefined || content.access?.conditions !== undefined, '/licence', 'a licence, or the conditions of access', '许可证或访问条件'],
    [content.provider !== undefined, '/provider', 'who provides it', '提供方'],
    [content.contacts.length > 0 || content.provider?.url !== undefined, '/contacts', 'whom one can ask', '联系人'],
    [content.topics.length + content.keywords.length > 0, '/topics', 'topics or keywords', '主题或关键词'],
    [content.version !== undefined || content.issued !== undefined || content.modified !== undefined, '/version', 'a version or a date', '版本或日期'],
  ];
  const missing = wanted.filter(([there]) => !there);
  if (missing.length === 0) return passes(CHECKS.completeness, both('What others need to judge it is there.', '他人判断所需的信息齐全。'));
  return fails(
    CHECKS.completeness,
    both(`${missing.length} things that others need are missing.`, `缺少 ${missing.length} 项他人所需的信息。`),
    both('Add what is missing.', '请补充缺少的内容。'),
    missing.map(([, where, en, zh]) => ({ where, found: both(`missing: ${en}`, `缺少：${zh}`) })),
  );
}

function identifiers({ content, claimedElsewhere }: Described): Check {
  if (claimedElsewhere.length > 0)
    return fails(
      CHECKS.identifiers,
      both('Another resource states the same identifier.', '另有资源使用了相同的标识符。'),
      both('If they are one thing, merge them; else correct the identifier.', '若为同一事物请合并，否则请更正标识符。'),
      claimedElsewhere.map(({ identifier, resource }) => ({ where: '/identifiers', found: both(`${identifier} stands for ${resource} too`, `${identifier} 也指 ${resource}`) })),
    );
  return passes(
    CHECKS.identifiers,
    content.identifiers.length > 0
      ? both(
          `It alone bears ${content.identifiers.slice(0, 3).join(', ')}, beside its address here.`,
          `除本节点地址外，还有唯一标识符 ${content.identifiers.slice(0, 3).join('、')}。`,
        )
      : both('Its address at this node is its identifier.', '以其在本节点的地址为标识符。'),
  );
}
