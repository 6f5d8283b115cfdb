import { z } from 'zod';
import { UsageError } from './usage-error.ts';

const integerFrom = (least: number, most: number) => {
  const rule = `must be a whole number from ${least} to ${most}`;
  return z
    .string()
    .regex(/^\d{1,10}$/, rule)
    .transform(Number)
    .refine((value) => value >= least && value <= most, rule);
};
const port = integerFrom(0, 65_535);
const limit = integerFrom(1, 1_000_000_000);
const yesOrNo = z
  .enum(['true', 'false'], { error: 'must be true or false' })
  .transform((value) => value === 'true')
  .optional();
const databaseUrl = /^postgres(ql)?:\/\/./;
const httpUrl = z.url({
  protocol: /^https?$/,
  error: 'must be an address such as https://login.example.com/keys',
});

const settingsSchema = z
  .object({
    DATABASE_URL: z
      .string()
      .regex(databaseUrl, 'must be a PostgreSQL address such as postgresql://user@host/database')
      .optional(),
    DATABASE_READ_URL: z
      .string()
      .transform((urls) => urls.split(',').map((url) => url.trim()))
      .refine((urls) => urls.every((url) => databaseUrl.test(url)), {
        error: 'must be PostgreSQL addresses such as postgresql://user@host/database, separated by commas',
      })
      .optional(),
    REPLICA_LAG_MS: integerFrom(2000, 3_600_000).default(5000),
    DATABASE_CONNECTIONS: integerFrom(1, 1000).default(10),
    REDIS_URL: z
      .string()
      .regex(/^rediss?:\/\/./, 'must be an address such as redis://host:6379/0')
      .optional(),
    DATA_DIR: z.string().default('.deskgraph'),
    HOST: z.string().default('127.0.0.1'),
    PORT: port.default(4000),
    LOG_LEVEL: z
      .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
        error: 'must be trace, debug, info, warn, error, fatal or silent',
      })
      .default('info'),
    NODE_ENV: z.string().default('development'),
    DASHBOARD: yesOrNo,
    GRAPHIQL: yesOrNo,
    INTROSPECTION: yesOrNo,
    METRICS: yesOrNo,
    METRICS_PORT: port.optional(),
    JWT_JWKS_URL: httpUrl.optional(),
    JWT_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
    JWT_ISSUER: z.string().optional(),
    JWT_AUDIENCE: z.string().optional(),
    REST_FACE: z
      .enum(['on', 'off'], { error: 'must be on or off' })
      .default('on')
      .transform((value) => value === 'on'),
    CORS_ORIGINS: z
      .string()
      .regex(
        /^https?:\/\/[^\s,/]+(,https?:\/\/[^\s,/]+)*$/,
        'must be origins such as https://app.example.com, separated by commas',
      )
      .transform((origins) => origins.split(','))
      .default([]),
    TRUSTED_PROXIES: integerFrom(0, 10).default(0),
    REQUEST_TIMEOUT_MS: integerFrom(1, 3_600_000).default(30_000),
    DRAIN_MS: integerFrom(0, 600_000).default(0),
    ANSWER_MEMORY_MB: integerFrom(0, 1_000_000).default(64),
    MAX_REQUESTS: limit.default(200),
    MAX_REQUESTS_TOKEN: limit.default(100),
    RATE_LIMIT_TOKEN: limit.default(1500),
    RATE_LIMIT_ADDRESS: limit.default(6000),
    MAX_BODY_BYTES: limit.default(1_000_000),
    MAX_TOKENS: limit.default(100_000),
    MAX_DEPTH: limit.default(16),
    MAX_ALIASES: limit.default(2000),
    MAX_ROOT_FIELDS: limit.default(1000),
    MAX_REPEATS: limit.default(50),
    MAX_DIRECTIVES: limit.default(5),
    MAX_COST: limit.default(100_000),
    PERSISTED_OPERATIONS: z.string().optional(),
    PERSISTED_OPERATIONS_ONLY: yesOrNo,
  })
  .refine((set) => !set.DATABASE_READ_URL || set.DATABASE_URL, {
    path: ['DATABASE_READ_URL'],
    error: 'needs DATABASE_URL, the database whose replicas it names: the embedded database has none',
  })
  .refine((set) => !set.PERSISTED_OPERATIONS_ONLY || set.PERSISTED_OPERATIONS, {
    path: ['PERSISTED_OPERATIONS_ONLY'],
    error: 'needs PERSISTED_OPERATIONS, the file that names them',
  })
  .refine((set) => !set.JWT_JWKS_URL || !set.JWT_SECRET, {
    path: ['JWT_SECRET'],
    error: 'must not be set together with JWT_JWKS_URL',
  })
  .refine((set) => !(set.JWT_JWKS_URL || set.JWT_SECRET) || set.JWT_ISSUER, {
    path: ['JWT_ISSUER'],
    error: 'must be set where JWT_JWKS_URL or JWT_SECRET is',
  })
  .refine((set) => !(set.JWT_JWKS_URL || set.JWT_SECRET) || set.JWT_AUDIENCE, {
    path: ['JWT_AUDIENCE'],
    error: 'must be set where JWT_JWKS_URL or JWT_SECRET is',
  })
  .transform((set) => {
    const open = set.NODE_ENV !== 'production';
    return {
      ...set,
      DASHBOARD: set.DASHBOARD ?? true,
      GRAPHIQL: set.GRAPHIQL ?? open,
      INTROSPECTION: set.INTROSPECTION ?? open,
      PERSISTED_OPERATIONS_ONLY: set.PERSISTED_OPERATIONS_ONLY ?? false,
      METRICS: set.METRICS ?? (open || set.METRICS_PORT !== undefined),
    };
  });

export type Settings = z.infer<typeof settingsSchema>;

/** Reads the settings once from the environment; an empty value counts as unset. Throws a `UsageError` that names the wrong one. */
export function settingsOf(environment: NodeJS.ProcessEnv): Settings {
  const present = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const result = settingsSchema.safeParse(present);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new UsageError(`${issue?.path.join('.')} ${issue?.message}`);
}
