import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aTerm, graphDatabase, putGraph, rid, vocabularyOf } from '../testing/graph-fixture.ts';
import { possibilities } from './possibilities.ts';

const relation = (predicate: string, target: string) => [{ predicate, target: `edam:${target}` }];
const under = (...ids: string[]) => ids.map((id) => `edam:${id}`);
const vocabulary = vocabularyOf([
  aTerm('format_2350', 'Format (by type of data)', '按数据类型的格式'),
  aTerm('format_2330', 'Textual format', '文本格式'),
  aTerm('format_1919', 'Sequence record format', '序列记录格式', { broader: under('format_2350'), relations: relation('is_format_of', 'data_0849') }),
  aTerm('format_1930', 'FASTQ', 'FASTQ', { broader: under('format_1919', 'format_2330') }),
  aTerm('format_1931', 'FASTQ-illumina', 'FASTQ-illumina', { broader: under('format_1930') }),
  aTerm('format_3016', 'VCF', 'VCF', { broader: under('format_2330'), relations: relation('is_format_of', 'data_3498') }),
  aTerm('format_3244', 'mzML', 'mzML', { relations: relation('is_format_of', 'data_2536') }),
  aTerm('data_2044', 'Sequence', '序列'),
  aTerm('data_0849', 'Sequence record', '序列记录', { broader: under('data_2044') }),
  aTerm('data_3498', 'Sequence variations', '序列变异', { relations: relation('has_topic', 'topic_0199') }),
  aTerm('data_2536', 'Mass spectrometry data', '质谱数据'),
  aTerm('data_0943', 'Mass spectrum', '质谱', { broader: under('data_2536') }),
  aTerm('operation_2451', 'Sequence comparison', '序列比较', { relations: relation('has_input', 'data_2044') }),
  aTerm('operation_0292', 'Sequence alignment', '序列比对', { broader: under('operation_2451') }),
  aTerm('operation_0296', 'Sequence profile generation', '序列谱生成', { broader: under('operation_2451'), relations: relation('has_input', 'data_0863') }),
  aTerm('operation_3215', 'Peak detection', '峰检测', { relations: relation('has_input', 'data_0943') }),
  aTerm('operation_3197', 'Genetic variation analysis', '遗传变异分析', { relations: relation('has_topic', 'topic_0199') }),
  aTerm('format_3650', 'netCDF', 'netCDF', { relations: relation('is_format_of', 'data_2536') }),
  aTerm('format_3591', 'TIFF', 'TIFF', { relations: relation('is_format_of', 'data_2968') }),
  aTerm('data_2968', 'Image', '图像'),
  aTerm('operation_0337', 'Visualisation', '可视化', { broader: under('operation_0004'), relations: relation('has_input', 'data_2968') }),
  aTerm('topic_0199', 'Genetic variation', '遗传变异'),
  aTerm('topic_0622', 'Genomics', '基因组学'),
  aTerm('topic_0797', 'Comparative genomics', '比较基因组学', { broader: under('topic_0622') }),
]);

const id = Object.fromEntries(
  [
    'reads',
    'variants',
    'spectra',
    'stars',
    'nothing',
    'exact',
    'broader',
    'narrower',
    'infers',
    'popular',
    'textual',
    'elsewhere',
    'hidden',
    'variation',
    'peaks',
    'compares',
    'studies',
    'wf',
    'wf2',
    'eu',
    'lesson',
  ].map((name) => [name, rid(name)]),
) as Record<string, string>;
const of = (name: string) => id[name] as string;

let graph: Awaited<ReturnType<typeof graphDatabase>>;
beforeAll(async () => {
  graph = await graphDatabase();
  await putGraph(graph.db, {
    resources: [
      ...['reads', 'variants', 'spectra', 'stars', 'nothing'].map((name) => ({ id: of(name), kind: 'dataset' as const, title: name })),
      ...['exact', 'broader', 'narrower', 'infers', 'textual', 'elsewhere', 'variation', 'peaks', 'compares', 'studies'].map((name) => ({
        id: of(name),
        kind: 'tool' as const,
        title: name,
      })),
      { id: of('popular'), kind: 'tool', title: 'popular', popularity: 900 },
      { id: of('hidden'), kind: 'tool', status: 'draft' },
      { id: of('wf'), kind: 'workflow', title: 'wf' },
      { id: of('wf2'), kind: 'workflow', title: 'wf2', popularity: 5 },
      { id: of('eu'), kind: 'compute', title: 'eu' },
      { id: of('lesson'), kind: 'training-material', title: 'lesson' },
    ],
    links: [
      [of('reads'), 'has-format', 'edam:format_1930'],
      [of('variants'), 'has-format', 'edam:format_3016'],
      [of('spectra'), 'has-format', 'edam:format_3244'],
      [of('stars'), 'has-topic', 'edam:topic_0622'],
      [of('exact'), 'reads-format', 'edam:format_1930'],
      [of('broader'), 'reads-format', 'edam:format_1919'],
      [of('narrower'), 'reads-format', 'edam:format_1931'],
      [of('textual'), 'reads-format', 'edam:format_2330'],
      [of('hidden'), 'reads-format', 'edam:format_1930'],
      [of('infers'), 'has-operation', 'edam:operation_0292'],
      [of('popular'), 'has-operation', 'edam:operation_2451'],
      [of('elsewhere'), 'has-operation', 'edam:operation_0296'],
      [of('variation'), 'has-operation', 'edam:operation_3197'],
      [of('peaks'), 'has-operation', 'edam:operation_3215'],
      [of('peaks'), 'has-operation', 'edam:operation_0337'],
      [of('compares'), 'has-topic', 'edam:topic_0797'],
      [of('studies'), 'has-topic', 'edam:topic_0199'],
      [of('wf'), 'uses', of('exact')],
      [of('wf'), 'uses', of('narrower')],
      [of('wf2'), 'uses', of('infers')],
      [of('exact'), 'runs-on', of('eu')],
      [of('infers'), 'runs-on', of('eu')],
      [of('lesson'), 'teaches', of('infers')],
      [of('lesson'), 'mentions', of('exact')],
      [of('exact'), 'writes-format', 'edam:format_3016'],
    ],
  });
});
afterAll(() => graph.close());

const ask = (start: string, limit = 20) => possibilities(graph.asking({ vocabulary }), { id: start, limit });
const step = async (start: string, wanted: string) => {
  const found = (await ask(start)).steps.find((it) => it.step === wanted);
  return { total: found?.total, items: found?.items.map((item) => [item.title['en'], item.basis, item.because['en']]) };
};

describe('with data in a format', () => {
  it('tools that state to read it come first, then what the vocabulary lets conclude, the popular before others', async () => {
    expect(await step(of('reads'), 'tools')).toEqual({
      total: 5,
      items: [
        ['exact', 'stated', 'exact reads FASTQ'],
        ['broader', 'stated', 'broader reads Sequence record format, of which FASTQ is one'],
        ['narrower', 'stated', 'narrower reads FASTQ-illumina, a kind of FASTQ'],
        ['popular', 'inferred', 'popular performs Sequence comparison, which takes Sequence; FASTQ is a format of Sequence record, a kind of Sequence'],
        ['infers', 'inferred', 'infers performs Sequence alignment, a kind of Sequence comparison, which takes Sequence; FASTQ is a format of Sequence record, a kind of Sequence'],
      ],
    });
  });
  it('says so in Chinese', async () => {
    const [tools] = (await ask(of('reads'))).steps;
    expect(tools?.label['zh']).toBe('可处理它的工具');
    expect(tools?.items.at(-1)?.because['zh']).toBe('“infers（中）”执行“序列比对”（属于“序列比较”），其输入为“序列”；“FASTQ”是“序列记录”的格式，属于“序列”');
  });
  it('workflows, servers and training follow from the tools, with the whole chain', async () => {
    expect(await step(of('reads'), 'workflows')).toEqual({
      total: 2,
      items: [
        ['wf', 'stated', 'Workflow wf uses exact and 1 more of these tools; exact reads FASTQ'],
        [
          'wf2',
          'inferred',
          'Workflow wf2 uses infers; infers performs Sequence alignment, a kind of Sequence comparison, which takes Sequence; FASTQ is a format of Sequence record, a kind of Sequence',
        ],
      ],
    });
    expect((await step(of('reads'), 'servers')).items).toEqual([['eu', 'stated', 'eu runs exact and 1 more of these tools; exact reads FASTQ']]);
    expect((await step(of('reads'), 'training')).items).toEqual([['lesson', 'stated', 'Training material lesson mentions exact and 1 more of these tools; exact reads FASTQ']]);
  });
  it('from a container, or from what is said of a whole class of operations, nothing is concluded', async () => {
    const tools = async (format: string) => (await ask(format)).steps[0]?.total;
    expect(await tools('edam:format_3650')).toBe(0);
    expect(await tools('edam:format_3591')).toBe(0);
  });
  it('a format itself can be asked', async () => {
    const answer = await ask('edam:format_1930', 2);
    expect(answer).toMatchObject({ resource: { id: 'edam:format_1930', kind: 'standard', title: { en: 'FASTQ' } }, formats: [{ id: 'edam:format_1930' }] });
    expect(answer.steps[0]).toMatchObject({ total: 5, items: [{ id: of('exact') }, { id: of('broader') }] });
  });
  it('tools that take a narrower type of data may do', async () =>
    expect((await step(of('spectra'), 'tools')).items).toEqual([
      ['peaks', 'inferred', 'peaks performs Peak detection, which takes Mass spectrum; mzML is a format of Mass spectrometry data, which may be Mass spectrum'],
    ]));
  it('where no tool takes the data, those of its topic do', async () =>
    expect((await step(of('variants'), 'tools')).items).toEqual([
      ['studies', 'inferred', 'studies is about Genetic variation; VCF is a format of Sequence variations, data of this topic'],
      ['variation', 'inferred', 'variation performs Genetic variation analysis, an operation in Genetic variation; VCF is a format of Sequence variations, data of the same topic'],
    ]));
  it('without a format, tools of the same topic do, and without either none', async () => {
    expect((await step(of('stars'), 'tools')).items).toEqual([['compares', 'inferred', 'compares is about the same topic, Genomics (as Comparative genomics)']]);
    expect((await ask(of('nothing'))).steps.map(({ total }) => total)).toEqual([0, 0, 0, 0]);
  });
});

describe('with something else', () => {
  it('a tool has formats, workflows, servers and training', async () => {
    const answer = await ask(of('exact'));
    expect(answer.formats.map((format) => format.label['en'])).toEqual(['FASTQ', 'VCF']);
    expect(answer.steps.map((it) => [it.step, it.items.map(({ because }) => because['en'])])).toEqual([
      ['workflows', ['Workflow wf uses exact']],
      ['servers', ['Tool exact runs on eu']],
      ['training', ['Training material lesson mentions exact']],
    ]);
  });
  it('a workflow has its tools, and servers by how many of them they run', async () => {
    const { steps } = await ask(of('wf'));
    expect(steps.map((it) => [it.step, it.items.map(({ because, basis }) => [because['en'], basis])])).toEqual([
      [
        'tools',
        [
          ['Workflow wf uses exact', 'stated'],
          ['Workflow wf uses narrower', 'stated'],
        ],
      ],
      ['servers', [['eu runs 1 of the 2 tools it uses', 'inferred']]],
      ['training', [['Training material lesson mentions exact; Workflow wf uses exact', 'stated']]],
    ]);
  });
  it('a server has what it runs', async () =>
    expect((await ask(of('eu'))).steps.map((it) => [it.step, it.total])).toEqual([
      ['tools', 2],
      ['workflows', 0],
      ['training', 0],
    ]));
});
