import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Api, Reading } from '../../../catalogue/index.ts';
import type { Vocabulary } from '../../../vocabulary/index.ts';
import type { WritingContext } from '../../format.ts';
import { OWN_FORM, OWN_FORM_SCHEMA } from '../own-form.ts';
import { answerRequest } from './answer.ts';
import { resumptionTokens } from './resumption-token.ts';

export interface OaiPmhOptions {
  db: Reading['db'];
  vocabulary: () => Vocabulary;
  sourceTitle: Reading['sourceTitle'];
  /** What anyone may discover now. */
  publicSight: () => Promise<Reading['sight']>;
  /** The node's public address, without trailing slash. */
  baseUrl: string;
  node: WritingContext['node'];
  /** A secret of this node that outlives a restart; resumption tokens are signed with what is derived from it. */
  secret: string;
  /** Records a page. */
  page?: number;
  now?: () => Date;
}

const PAGE = 500;
const LARGEST_BODY = 64 * 2 ** 10;

/** `/oai`: the catalogue as the public sees it, by OAI-PMH 2.0. Both ways of asking (§3.1.1) are answered alike. */
export async function oaiPmhRoutes(
  app: Api,
  { db, vocabulary, sourceTitle, publicSight, baseUrl, node, secret, page = PAGE, now = () => new Date() }: OaiPmhOptions,
): Promise<void> {
  const tokens = resumptionTokens(secret);
  // Arguments are read here, not by the server's own parsers: repeated ones must be told from single ones.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: LARGEST_BODY }, (_request, body, done) => done(null, body));

  const answer = async (request: FastifyRequest, reply: FastifyReply) => {
    const question = request.url.indexOf('?');
    const given = new URLSearchParams(question < 0 ? '' : request.url.slice(question + 1));
    for (const [name, value] of new URLSearchParams(Buffer.isBuffer(request.body) ? request.body.toString() : '')) given.append(name, value);
    const reading: Reading = { db, vocabulary: vocabulary(), sight: await publicSight(), baseUrl, sourceTitle };
    const document = await answerRequest({ reading, node, tokens, page, now }, given);
    return reply.type('text/xml; charset=utf-8').send(document);
  };
  app.get('/oai', { schema: { hide: true } }, answer);
  app.get(OWN_FORM.schemaPath, { schema: { hide: true } }, (_request, reply) => reply.type('application/xml; charset=utf-8').send(OWN_FORM_SCHEMA));
  app.post('/oai', { schema: { hide: true } }, answer);
}
