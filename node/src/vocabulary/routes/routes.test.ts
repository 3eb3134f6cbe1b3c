import Fastify from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DomainError } from '../../kernel/errors.ts';
import { snapshotOf, vocabularyRoutes } from '../index.ts';
import { aTerm, exact } from '../testing/term.ts';

const vocabulary = snapshotOf([aTerm('topic_0003', 'Topic'), aTerm('topic_0091', 'Bioinformatics', { broader: ['edam:topic_0003'], synonyms: [exact('生物信息学', 'zh')] })], 1);
const app = Fastify();
beforeAll(async () => {
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler((error, _, reply) => reply.status(error instanceof DomainError ? 404 : 400).send({ detail: (error as Error).message }));
  await app.register(vocabularyRoutes, { prefix: '/api/v1', vocabulary: () => vocabulary });
});
afterAll(() => app.close());
const get = async (url: string) => {
  const answer = await app.inject(url);
  return { status: answer.statusCode, body: answer.json() };
};

describe('the API of the vocabulary', () => {
  it.each(['edam:topic_0091', 'topic_0091', encodeURIComponent('http://edamontology.org/topic_0091'), 'bioinformatics'])('shows a term at /terms/%s', async (id) =>
    expect(await get(`/api/v1/terms/${id}`)).toMatchObject({
      status: 200,
      body: { id: 'edam:topic_0091', broaderTerms: [{ id: 'edam:topic_0003', label: { en: 'Topic' } }], narrowerTerms: [] },
    }),
  );
  it('says what is near an unknown one', async () =>
    expect(await get('/api/v1/terms/bioinformatic-s')).toMatchObject({ status: 404, body: { detail: expect.stringContaining('edam:topic_0091 (Bioinformatics)') } }));
  it('lists terms by any name', async () =>
    expect(await get(`/api/v1/terms?q=${encodeURIComponent('信息学')}`)).toMatchObject({ status: 200, body: { items: [{ id: 'edam:topic_0091', matched: '生物信息学' }] } }));
  it('refuses a parameter it does not know', async () => expect((await get('/api/v1/terms?query=x')).status).toBe(400));
});
