import { inLanguage } from '../../kernel/language-map.ts';
import { byNode, notApplicable, onceRegistered, said, saidEach, type Rule } from './evidence.ts';
import { isStandardLicence } from './licences.ts';
import { DATA_KINDS, type Subject } from './subject.ts';

/** What tells of the content beyond the kind: of data the form of its files, of a tool what it does, of the rest what it is about. */
function contentEvidence(subject: Subject) {
  const { content } = subject;
  const files = saidEach(
    subject,
    '/distributions',
    content.distributions,
    ({ format, mediaType, size }) => [format ?? mediaType, size && `${size} B`].filter(Boolean).join(', ') || undefined,
  );
  const formats = saidEach(subject, '/formats', content.formats, ({ label }) => inLanguage(label, 'en'));
  if (DATA_KINDS.includes(content.kind)) return [...files, ...formats];
  const terms = (['operations', 'reads', 'writes', 'topics'] as const).flatMap((field) =>
    saidEach(subject, `/${field}`, content[field], ({ label }) => inLanguage(label, 'en')).slice(0, 2),
  );
  const services = saidEach(subject, '/endpoints', content.endpoints, ({ type, url }) => (type ? `${type}: ${url}` : undefined));
  return [...terms, ...formats, ...files, ...services].slice(0, 6);
}

/** FsF-R1-01MD. */
export const contentDescribed: Rule = (subject) => {
  const kind = said(subject, '/kind', subject.content.kind);
  const more = contentEvidence(subject);
  const data = DATA_KINDS.includes(subject.content.kind);
  if (more.length > 0)
    return {
      verdict: 'holds',
      earnedBy: 'description',
      because: data
        ? { en: 'The kind and the form of its data are stated.', zh: '说明了资源类型及数据形式。' }
        : { en: 'The kind and what it does or is about are stated.', zh: '说明了资源类型及其功能或主题。' },
      evidence: [kind, ...more],
    };
  return {
    verdict: 'partly',
    earnedBy: 'description',
    because: { en: 'The kind of resource is stated, but nothing of its content.', zh: '只说明了资源类型，没有说明其内容。' },
    evidence: [kind],
    fix: data
      ? { en: 'Add the format and size of its files, or the service that delivers them.', zh: '请补充文件的格式和大小，或提供数据的服务。' }
      : { en: 'Add its operations, topics, and the formats it reads and writes.', zh: '请补充其操作、主题以及读取和写出的格式。' },
  };
};

/** FsF-R1.1-01M. A licence that machines know by its identifier holds; one in words only is partly. */
export const licenceStated: Rule = (subject) => {
  const { licence } = subject.content;
  const evidence = (['id', 'name', 'url'] as const).flatMap((part) => (licence?.[part] ? [said(subject, `/licence/${part}`, licence[part])] : []));
  if (licence?.id && isStandardLicence(licence.id))
    return { verdict: 'holds', earnedBy: 'description', because: { en: 'A licence with an SPDX identifier is stated.', zh: '给出了带 SPDX 标识符的许可证。' }, evidence };
  if (evidence.length > 0)
    return {
      verdict: 'partly',
      earnedBy: 'description',
      because: { en: 'A licence is stated, but by no SPDX identifier that machines know.', zh: '给出了许可证，但没有机器可识别的 SPDX 标识符。' },
      evidence,
      fix: { en: 'State the licence by its SPDX identifier (such as CC-BY-4.0), if there is one.', zh: '如有对应的 SPDX 标识符（例如 CC-BY-4.0），请使用该标识符。' },
    };
  return {
    verdict: 'fails',
    earnedBy: 'nobody',
    because: { en: 'No licence is stated, so nobody knows whether it may be reused.', zh: '没有说明许可证，无法判断能否再利用。' },
    evidence: [],
    fix: { en: 'Ask the provider for the licence and state it by its SPDX identifier.', zh: '请向提供方确认许可证，并用 SPDX 标识符注明。' },
  };
};

/** FsF-R1.2-01M. Who made it and when; the history of the description that this node keeps is only half of it. */
export const provenanceStated: Rule = (subject) => {
  const { content, url } = subject;
  const who = [
    ...saidEach(subject, '/contacts', content.contacts, ({ name }) => name).slice(0, 2),
    ...(content.provider ? [said(subject, '/provider/name', inLanguage(content.provider.name, 'en'))] : []),
  ];
  const when = (['issued', 'modified', 'version'] as const).flatMap((field) => (content[field] ? [said(subject, `/${field}`, content[field])] : []));
  const from = content.links
    .filter(({ predicate }) => ['uses', 'replaced-by', 'cites', 'depends-on'].includes(predicate))
    .slice(0, 2)
    .map(({ predicate, target }) => said(subject, '/links', `${predicate} → ${target}`));
  const here = url ? [byNode('/provenance', `${url}/revisions`)] : [];
  const evidence = [...who, ...when, ...from, ...here];
  if (who.length > 0 && when.length > 0)
    return {
      verdict: 'holds',
      earnedBy: url ? 'both' : 'description',
      because: { en: 'Who made or provides it, and when or in which version, is stated.', zh: '说明了由谁创建或提供，以及时间或版本。' },
      evidence,
    };
  const fix = { en: 'Add the provider or creator, the dates of issue and change, and the version.', zh: '请补充提供方或创建者、发布和修改日期以及版本。' };
  if (evidence.length > here.length)
    return {
      verdict: 'partly',
      earnedBy: 'description',
      because: { en: 'Some of its origin is stated, but not both who and when.', zh: '部分来源信息已说明，但缺少“由谁”或“何时”。' },
      evidence,
      fix,
    };
  if (here.length > 0)
    return {
      verdict: 'partly',
      earnedBy: 'node',
      because: {
        en: 'This node knows where the description came from, but nothing tells who made the resource and when.',
        zh: '本节点记录了描述的来源，但没有说明资源由谁、何时创建。',
      },
      evidence,
      fix,
    };
  return { verdict: 'fails', earnedBy: 'nobody', because: { en: 'Nothing tells who made it or when.', zh: '没有说明由谁、何时创建。' }, evidence, fix };
};

/** FsF-R1.3-01M. The node's doing, by the standards it writes. */
export const communityStandard: Rule = ({ content, url }, { standards }) => {
  if (!url) return onceRegistered;
  const offered = standards(content);
  const community = offered.filter((it) => it.community);
  if (community.length > 0)
    return {
      verdict: 'holds',
      earnedBy: 'node',
      because: { en: 'This node writes the description in a standard of the life sciences.', zh: '本节点以生命科学社区标准提供描述。' },
      evidence: community.slice(0, 4).map(({ title, profile }) => byNode(inLanguage(title, 'en'), profile)),
    };
  return {
    verdict: offered.length > 0 ? 'partly' : 'fails',
    earnedBy: offered.length > 0 ? 'node' : 'nobody',
    because:
      offered.length > 0
        ? {
            en: 'This node writes it in standards for every discipline; none of the life sciences has words for this kind.',
            zh: '本节点以跨学科标准提供描述；生命科学社区标准尚不涵盖此类资源。',
          }
        : { en: 'This node has no standard form for this kind of resource.', zh: '本节点没有此类资源的标准形式。' },
    evidence: offered.slice(0, 4).map(({ title, profile }) => byNode(inLanguage(title, 'en'), profile)),
    fix: { en: 'Nothing a curator can do: the node’s standards decide it.', zh: '无需编审处理：由节点支持的标准决定。' },
  };
};

/** FsF-R1.3-02D. A format the EDAM vocabulary knows is one a community uses. */
export const communityFormat: Rule = (subject) => {
  const { content } = subject;
  const known = [
    ...saidEach(subject, '/distributions', content.distributions, ({ formatTerm }) => formatTerm && `${formatTerm.id} (${inLanguage(formatTerm.label, 'en')})`),
    ...saidEach(subject, '/formats', content.formats, ({ id, label }) => `${id} (${inLanguage(label, 'en')})`),
  ].slice(0, 5);
  if (known.length > 0)
    return {
      verdict: 'holds',
      earnedBy: 'description',
      because: { en: 'It comes in a format that the EDAM vocabulary knows.', zh: '其文件格式为 EDAM 词表收录的格式。' },
      evidence: known,
    };
  const stated = saidEach(subject, '/distributions', content.distributions, ({ format, mediaType }) => format ?? mediaType);
  if (stated.length === 0 && !DATA_KINDS.includes(content.kind)) return notApplicable({ en: 'Its content is no data in files.', zh: '其内容不是数据文件。' });
  const fix = { en: 'State the format of its files by EDAM identifier, label or file extension.', zh: '请用 EDAM 标识符、名称或文件扩展名说明文件格式。' };
  if (stated.length > 0)
    return {
      verdict: 'partly',
      earnedBy: 'description',
      because: { en: 'A format is stated, but the vocabulary does not know it.', zh: '给出了格式，但词表未收录。' },
      evidence: stated,
      fix,
    };
  return { verdict: 'fails', earnedBy: 'nobody', because: { en: 'No file format is stated.', zh: '没有说明文件格式。' }, evidence: [], fix };
};
