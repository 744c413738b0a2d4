// Hive Gateway over its native planner. Its in-flight de-duplication is off: every user of the bench sends the same bytes
// at the same time, which real users with rights of their own do not.
import { defineConfig } from '@graphql-hive/gateway';
import { unifiedGraphHandler } from '@graphql-hive/router-runtime';

export const gatewayConfig = defineConfig({
  unifiedGraphHandler,
  inboundInflightRequestDeduplication: false,
  transportEntries: { '*.http': { options: { deduplicateInflightRequests: false } } },
  logging: false,
});
