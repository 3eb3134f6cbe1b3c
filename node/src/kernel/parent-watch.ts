const EVERY_MS = 500;

/**
 * Calls back once when the launcher (`run.mjs`) that started this process has died, so that killing `npm start`, even
 * with kill -9, never leaves a server behind. The launcher says who it is in BIOTOPE_PARENT_PID; a process started by
 * anything else may outlive its parent (`biotope start &`). Returns how to stop watching.
 */
export function exitWithParent(onOrphaned: () => void): () => void {
  const launcher = Number(process.env.BIOTOPE_PARENT_PID);
  const inherited = process.ppid !== launcher && isAlive(launcher); // meant for a process between the launcher and us
  if (!launcher || inherited) return () => {};
  const timer = setInterval(() => {
    if (process.ppid === launcher) return;
    clearInterval(timer);
    onOrphaned();
  }, EVERY_MS).unref();
  return () => clearInterval(timer);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
