import { inLanguage } from '../../kernel/language-map.ts';
import { byNode, onceRegistered, said, saidEach, type Rule } from './evidence.ts';
import { persistentSystem } from './identifiers.ts';

/** FsF-I1-01M. The node's doing, as far as it writes RDF for this kind of resource. */
export const formalLanguage: Rule = ({ content, url }, { standards }) => {
  if (!url) return onceRegistered;
  const formal = standards(content).filter((it) => it.formal);
  if (formal.length > 0)
    return {
      verdict: 'holds',
      earnedBy: 'node',
      because: { en: 'This node writes the description as RDF, by content negotiation at its address.', zh: '本节点可在其地址通过内容协商以 RDF 提供描述。' },
      evidence: formal.slice(0, 5).map(({ mediaType, profile }) => byNode(mediaType, profile)),
    };
  return {
    verdict: 'fails',
    earnedBy: 'nobody',
    because: { en: 'This node has no RDF form for this kind of resource.', zh: '本节点没有此类资源的 RDF 形式。' },
    evidence: [],
    fix: { en: 'This is for the node’s developers: a writer for this kind of resource is missing.', zh: '需由节点开发者补充此类资源的输出格式。' },
  };
};

/** FsF-I2-01M. Terms of a vocabulary, not words; the vocabularies of the standards themselves do not count. */
export const semanticResources: Rule = (subject) => {
  const { content } = subject;
  const evidence = (['topics', 'operations', 'reads', 'writes', 'formats'] as const).flatMap((field) =>
    saidEach(subject, `/${field}`, content[field], ({ id, label }) => `${id} (${inLanguage(label, 'en')})`).slice(0, 2),
  );
  const old = subject.deprecatedTerms;
  if (evidence.length > 0 && old.length === 0)
    return { verdict: 'holds', earnedBy: 'description', because: { en: 'It is annotated with terms of a vocabulary.', zh: '使用了受控词表的术语进行标注。' }, evidence };
  if (old.length > 0)
    return {
      verdict: 'partly',
      earnedBy: 'description',
      because: { en: `Some of its terms (${old.length}) are deprecated in their vocabulary.`, zh: `其中 ${old.length} 个术语已被词表弃用。` },
      evidence: [...old.slice(0, 3).map(({ field, written, source, record }) => ({ field, value: written, source, ...(record ? { record } : {}) })), ...evidence].slice(0, 6),
      fix: { en: 'Use the terms that replace them.', zh: '请改用替代术语。' },
    };
  const fix = { en: 'Add topics, operations or formats of EDAM, by identifier or label.', zh: '请添加 EDAM 的主题、操作或格式（用标识符或名称）。' };
  const words = saidEach(subject, '/keywords', content.keywords, (it) => it);
  return {
    verdict: 'fails',
    earnedBy: 'nobody',
    because:
      words.length > 0
        ? { en: 'Its keywords are free words; none is a term of a vocabulary known here.', zh: '其关键词均为自由词，不属于本节点已知的词表。' }
        : { en: 'It names no term of a vocabulary.', zh: '没有使用任何词表术语。' },
    evidence: words,
    fix,
  };
};

/** FsF-I3-01M. A link says what kind of link it is and leads to an identifier. */
export const relatedEntities: Rule = (subject) => {
  const { content, linked } = subject;
  const resolved = linked.slice(0, 5).map(({ predicate, object }) => said(subject, '/links', `${predicate} → ${object.id} (${inLanguage(object.title, 'en')})`));
  const others = [
    ...saidEach(subject, '/publications', content.publications, ({ doi }) => doi && `doi:${doi.replace(/^doi:/i, '')}`),
    ...(content.provider?.ror ? [said(subject, '/provider/ror', content.provider.ror)] : []),
  ];
  const targets = saidEach(subject, '/links', content.links, ({ predicate, target }) =>
    /^https?:/i.test(target) || persistentSystem(target) ? `${predicate} → ${target}` : undefined,
  );
  if (resolved.length + others.length + targets.length > 0)
    return {
      verdict: 'holds',
      earnedBy: 'description',
      because: { en: 'It leads to other things by typed links with identifiers.', zh: '通过带标识符的类型化链接指向其他实体。' },
      evidence: [...(resolved.length > 0 ? resolved : targets), ...others].slice(0, 6),
    };
  const loose = [
    ...saidEach(subject, '/links', content.links, ({ predicate, target }) => `${predicate} → ${target}`),
    ...saidEach(subject, '/publications', content.publications, ({ title, url }) => title ?? url),
  ];
  const fix = {
    en: 'Link it to what it uses, belongs to, teaches or cites, by identifier; add the DOI of its publications and the ROR of its provider.',
    zh: '请用标识符链接其使用、所属、讲授或引用的对象；补充相关出版物的 DOI 和提供方的 ROR。',
  };
  if (loose.length > 0)
    return {
      verdict: 'partly',
      earnedBy: 'description',
      because: { en: 'It names related things, but none by an identifier that leads somewhere.', zh: '提到了相关实体，但没有可解析的标识符。' },
      evidence: loose,
      fix,
    };
  return { verdict: 'fails', earnedBy: 'nobody', because: { en: 'It names nothing it is related to.', zh: '没有提到任何相关实体。' }, evidence: [], fix };
};
