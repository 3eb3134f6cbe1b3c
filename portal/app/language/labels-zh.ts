import type { AccessLevel, Category, Direction, FacetName, FieldName, HarvestState, Kind, Predicate, Reason, Status } from '../api/contract.ts';

const categories: Record<Category, string> = {
  data: '数据资源',
  compute: '算力资源',
  tool: '工具资源',
  training: '教学培训资源',
  knowledge: '知识资源',
  standard: '标准资源',
  other: '其他资源',
};

const categoryMeanings: Record<Category, string> = {
  data: '数据集、数据库与样本库：分析的对象。',
  compute: '运行分析的平台与机器。',
  tool: '软件、工作流与模型：分析的手段。',
  training: '教程、课程与教材：学会如何分析。',
  knowledge: '知识库与实践指南：已知的内容。',
  standard: '标准与本体：让其余资源彼此理解。',
  other: '不属于以上各类的仪器、藏品与服务。',
};

const kinds: Record<Kind, string> = {
  dataset: '数据集',
  database: '数据库',
  compute: '计算平台',
  tool: '工具',
  workflow: '工作流',
  'training-material': '培训材料',
  course: '课程',
  'knowledge-base': '知识库',
  standard: '标准',
  ontology: '本体',
  instrument: '仪器',
  'sample-collection': '样本库',
  model: '模型',
  service: '服务',
};

const statuses: Record<Status, string> = { draft: '草稿', 'in-review': '审核中', published: '已发布', deprecated: '已弃用', withdrawn: '已撤回' };

const predicates: Record<Predicate, Record<Direction, string>> = {
  uses: { out: '使用', in: '被使用于' },
  teaches: { out: '讲授', in: '讲授于' },
  'runs-on': { out: '运行于', in: '可运行' },
  mentions: { out: '提及', in: '被提及于' },
  'is-part-of': { out: '属于', in: '包含' },
  'depends-on': { out: '依赖', in: '被依赖于' },
  cites: { out: '引用', in: '被引用于' },
  'same-as': { out: '等同于', in: '等同于' },
  'replaced-by': { out: '被取代为', in: '取代' },
  'related-to': { out: '相关', in: '相关' },
  'has-topic': { out: '主题为', in: '是其主题' },
  'has-operation': { out: '执行操作', in: '由其执行' },
  'has-format': { out: '数据格式为', in: '是其数据格式' },
  'reads-format': { out: '读取格式', in: '可被读取' },
  'writes-format': { out: '输出格式', in: '可被输出' },
  'provided-by': { out: '提供方为', in: '提供' },
};

const fields: Record<FieldName, string> = {
  category: '类别',
  kind: '类型',
  title: '名称',
  description: '描述',
  identifiers: '标识符',
  homepage: '主页',
  topics: '主题',
  operations: '操作',
  reads: '读取的格式',
  writes: '输出的格式',
  formats: '数据格式',
  keywords: '关键词',
  provider: '提供方',
  contacts: '联系人',
  licence: '许可协议',
  access: '获取方式',
  endpoints: '访问地址',
  distributions: '文件',
  publications: '文献',
  version: '版本',
  status: '状态',
  statusReason: '状态说明',
  issued: '发布日期',
  modified: '修改日期',
  popularity: '来源所述使用量',
  links: '来源所述关联',
};

const facets: Record<FacetName, string> = { category: '类别', kind: '类型', topic: '主题', licence: '许可协议', provider: '提供方', source: '来源' };

const accessLevels: Record<AccessLevel, string> = { open: '开放', registration: '注册后可用', controlled: '受控：须申请', closed: '不开放' };

const harvestStates: Record<HarvestState, string> = { queued: '排队中', running: '进行中', done: '已完成', failed: '失败', stopped: '已停止' };

const places: Record<Reason['field'], string> = { title: '名称', text: '正文', annotation: '标注' };

/** Chinese names of what the API names by code; a new code without a name does not compile. */
export const labels = { categories, categoryMeanings, kinds, statuses, predicates, fields, facets, accessLevels, harvestStates, places };
