import { DomainError } from '../errors.ts';

/** Another live process holds this data folder. */
export class DataFolderInUse extends DomainError {
  override readonly name = 'DataFolderInUse';
  readonly pid: number;
  /** Where the node that holds it listens, when it has said so. */
  readonly port: number | undefined;

  constructor(dataFolder: string, pid: number, port: number | undefined) {
    const where = port === undefined ? `process ${pid}` : `the node on port ${port}, process ${pid}`;
    super('conflict', `The data folder ${dataFolder} is in use by ${where}. Stop it first, or choose another folder with BIOTOPE_DATA.`);
    this.pid = pid;
    this.port = port;
  }
}

/** The data folder, or the database in it, can't be used as it is: names the path and what to do. */
export class DataFolderUnusable extends DomainError {
  override readonly name = 'DataFolderUnusable';
  readonly path: string;

  constructor(path: string, reason: string, cause?: unknown) {
    super('unavailable', `${path} can't be used: ${reason}`, { cause });
    this.path = path;
  }
}

/** PostgreSQL's binaries are missing, don't run on this machine, or ended with an error. */
export class PostgresFailed extends DomainError {
  override readonly name = 'PostgresFailed';

  constructor(message: string, cause?: unknown) {
    super('unavailable', message, { cause });
  }
}

const reasons: Record<string, string> = {
  ENOSPC: 'the disk is full. Free some space and start again.',
  EDQUOT: 'the disk quota is used up. Free some space and start again.',
  EACCES: 'permission denied. Run as the user it belongs to, or choose another folder with BIOTOPE_DATA.',
  EPERM: 'the operation is not permitted there. Run as the user it belongs to, or choose another folder with BIOTOPE_DATA.',
  EROFS: 'the file system is read-only. Choose another folder with BIOTOPE_DATA.',
  ENOTDIR: 'a part of the path is not a folder. Choose another folder with BIOTOPE_DATA.',
};

/** The system's error about a file, in words for a person; any other error unchanged. */
export function explainFileError(error: unknown, dataFolder: string): unknown {
  const { code, path } = error as NodeJS.ErrnoException;
  const reason = reasons[code ?? ''];
  return reason === undefined ? error : new DataFolderUnusable(path ?? dataFolder, reason, error);
}

/** What PostgreSQL wrote before it failed, as an error: a full or closed disk is named as such. */
export function explainOutput(what: string, folder: string, output: string): DomainError {
  if (/No space left on device/.test(output)) return new DataFolderUnusable(folder, reasons.ENOSPC!, output);
  if (/Read-only file system/.test(output)) return new DataFolderUnusable(folder, reasons.EROFS!, output);
  const lines = output.trim().split('\n').slice(-12).join('\n');
  return new PostgresFailed(`${what} failed in ${folder}:\n${lines || '(it said nothing)'}`);
}
