/**
 * PostgreSQL for a small node: server and database together stay under 500 MB at 10,000 resources. Whoever needs more
 * runs a PostgreSQL of their own (DATABASE_URL). Given on the command line, so an update of Biotope brings its own.
 */
const smallNode: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  // A node takes about twenty; its commands, an operator's psql and a second process find room beside it.
  max_connections: '100',

  shared_buffers: '64MB',
  huge_pages: 'off',
  work_mem: '16MB',
  maintenance_work_mem: '128MB',
  effective_cache_size: '512MB',
  jit: 'off',
  max_worker_processes: '4',
  max_parallel_workers_per_gather: '1',
  autovacuum: 'on',
  autovacuum_max_workers: '2',
  // Three helper processes less; the working set of a small node is in memory anyway.
  io_method: 'sync',
  random_page_cost: '1.1',

  // A commit that was answered survives a power cut. Nobody replicates from here, so the log is kept short.
  fsync: 'on',
  synchronous_commit: 'on',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_logical_replication_workers: '0',
  max_wal_size: '256MB',

  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  // Failed statements reach the caller, who reports them; here their values would be personal data in a log.
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
};

export const settingArguments = (more: Record<string, string>): string[] => Object.entries({ ...smallNode, ...more }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
