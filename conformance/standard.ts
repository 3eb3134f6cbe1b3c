/** What a standard's check came to. */
export interface Verdict {
  /** File or suite it was checked with, and its version. */
  checkedWith: string;
  /** How many things were checked, and what they are. */
  checked: number;
  of: string;
  /** Each as a person reads it; their number is what counts. */
  violations: string[];
  /** What a person should know beside: warnings, samples taken. */
  notes?: string[];
}

/** The node whose catalogue is checked, over HTTP and by nothing else. */
export interface Subject {
  url: string;
  /** A folder for files a check needs for a while. */
  folder: string;
  say: (line: string) => void;
  /** As its operator, where the check may change what the node holds. */
  operator?: (() => Promise<Record<string, string>>) | undefined;
}

/** One standard: what it is, and how a running node is checked against it. */
export interface StandardCheck {
  /** As it is named on the command line, and its folder here. */
  id: string;
  title: string;
  check: (subject: Subject) => Promise<Verdict>;
}

/** Why a check could not be run, which is neither a pass nor a failure. */
export class NotRun extends Error {
  override readonly name = 'NotRun';
}
