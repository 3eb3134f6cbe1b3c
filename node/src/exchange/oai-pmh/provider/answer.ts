import { xmlText } from '../../xml.ts';
import { readRequest, type Request } from './arguments.ts';
import { identify, listMetadataFormats, listSets } from './describe-repository.ts';
import { ProtocolError, type Verb } from './protocol.ts';
import { getRecord, list } from './records.ts';
import { envelope, type Repository } from './repository.ts';

const ANSWERS: Record<Verb, (repository: Repository, request: Request) => string | Promise<string>> = {
  Identify: identify,
  ListMetadataFormats: listMetadataFormats,
  ListSets: listSets,
  GetRecord: getRecord,
  ListIdentifiers: list,
  ListRecords: list,
};

/** Answers a request's arguments with a document of OAI-PMH 2.0; what is wrong with them is said in it (§3.6). */
export async function answerRequest(repository: Repository, given: URLSearchParams): Promise<string> {
  let request: Request | undefined;
  try {
    request = readRequest(given);
    return envelope(repository, await ANSWERS[request.verb](repository, request), echo(request));
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    return envelope(repository, `<error code="${error.code}">${xmlText(error.message)}</error>`, request && echo(request));
  }
}

/** The request as the answer repeats it: its arguments, unless they were refused (§3.2). */
const echo = ({ verb, arguments: given }: Request): { verb: string; attributes: string } => ({
  verb,
  attributes: Object.entries(given)
    .map(([name, value]) => ` ${name}="${xmlText(value)}"`)
    .join(''),
});
