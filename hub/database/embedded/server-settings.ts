/**
 * The embedded server's settings for a small machine (two cores, a few GB), each with its reason.
 * A large installation brings its own PostgreSQL by HUB_DATABASE_URL.
 */
export const serverSettings: Readonly<Record<string, string>> = {
  // Only this machine, by TCP and by a socket beside the data (socket.ts).
  listen_addresses: '127.0.0.1',
  password_encryption: 'scram-sha-256',
  // Seven pools of eight connections and the job queue's ten, and as many again for a worker or departments in processes
  // of their own; each idle connection costs about 2 MB.
  max_connections: '200',
  shared_buffers: '128MB',
  effective_cache_size: '1GB',
  work_mem: '8MB',
  maintenance_work_mem: '64MB',
  // Plans are small and frequent: compiling them costs more than it saves.
  jit: 'off',
  // SSDs everywhere; the default of 4 is for spinning disks and shuns indexes.
  random_page_cost: '1.1',
  // Bulk loads without a checkpoint every few seconds; bounds crash recovery to about a second per 200 MB.
  max_wal_size: '1GB',
  // After each checkpoint the first change of a page writes it whole to the WAL. What bounds recovery is the size above, so that time
  // may bring checkpoints about more rarely than every five minutes.
  checkpoint_timeout: '15min',
  checkpoint_completion_target: '0.9',
  wal_compression: 'on',
  // Acknowledged means durable.
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  // A client that forgot its transaction must not hold back the sequencer for ever.
  idle_in_transaction_session_timeout: '10min',
  timezone: 'UTC',
  log_timezone: 'UTC',
  datestyle: 'iso, ymd',
  lc_messages: 'C',
  // Statements would carry personal data into the log.
  log_statement: 'none',
  log_min_error_statement: 'panic',
  log_min_duration_statement: '-1',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
  logging_collector: 'off',
  // A container's /dev/shm is often 64 MB only.
  dynamic_shared_memory_type: 'mmap',
};
