import { expect, test } from 'vitest';
import { settingsOf } from './settings.ts';
import { UsageError } from './usage-error.ts';

test.each([
  [{ PORT: '65536' }, 'PORT must be a whole number from 0 to 65535'],
  [{ PORT: 'http' }, 'PORT must be a whole number from 0 to 65535'],
  [{ MAX_DEPTH: '0' }, 'MAX_DEPTH must be a whole number from 1 to 1000000000'],
  [{ REQUEST_TIMEOUT_MS: '1.5' }, 'REQUEST_TIMEOUT_MS must be a whole number from 1 to 3600000'],
  [{ GRAPHIQL: 'yes' }, 'GRAPHIQL must be true or false'],
  [
    { DATABASE_URL: 'mysql://localhost/x' },
    'DATABASE_URL must be a PostgreSQL address such as postgresql://user@host/database',
  ],
  [
    { DATABASE_READ_URL: 'postgresql://a/x,', DATABASE_URL: 'postgresql://b/x' },
    'DATABASE_READ_URL must be PostgreSQL addresses such as postgresql://user@host/database, separated by commas',
  ],
  [
    { DATABASE_READ_URL: 'postgresql://a/x' },
    'DATABASE_READ_URL needs DATABASE_URL, the database whose replicas it names: the embedded database has none',
  ],
  [{ REPLICA_LAG_MS: '500' }, 'REPLICA_LAG_MS must be a whole number from 2000 to 3600000'],
  [
    { CORS_ORIGINS: '*' },
    'CORS_ORIGINS must be origins such as https://app.example.com, separated by commas',
  ],
  [
    { JWT_JWKS_URL: 'login.example.com' },
    'JWT_JWKS_URL must be an address such as https://login.example.com/keys',
  ],
  [{ JWT_SECRET: 'short' }, 'JWT_SECRET must have at least 32 characters'],
  [
    { JWT_SECRET: 's'.repeat(32), JWT_AUDIENCE: 'a' },
    'JWT_ISSUER must be set where JWT_JWKS_URL or JWT_SECRET is',
  ],
  [
    { JWT_SECRET: 's'.repeat(32), JWT_ISSUER: 'i' },
    'JWT_AUDIENCE must be set where JWT_JWKS_URL or JWT_SECRET is',
  ],
  [
    { JWT_SECRET: 's'.repeat(32), JWT_JWKS_URL: 'https://login.example.com/keys' },
    'JWT_SECRET must not be set together with JWT_JWKS_URL',
  ],
])('%j is refused in one line', (environment, message) => {
  expect(() => settingsOf(environment)).toThrow(new UsageError(message));
});

test.each([
  [{}, { GRAPHIQL: true, INTROSPECTION: true, METRICS: true }],
  [{ NODE_ENV: 'production' }, { GRAPHIQL: false, INTROSPECTION: false, METRICS: false }],
  [
    { NODE_ENV: 'production', INTROSPECTION: 'true' },
    { GRAPHIQL: false, INTROSPECTION: true, METRICS: false },
  ],
  [
    { NODE_ENV: 'production', METRICS_PORT: '9100' },
    { GRAPHIQL: false, INTROSPECTION: false, METRICS: true },
  ],
  [
    { METRICS: 'false', GRAPHIQL: '' },
    { GRAPHIQL: true, INTROSPECTION: true, METRICS: false },
  ],
  [
    {
      DATABASE_URL: 'postgresql://a/x',
      DATABASE_READ_URL: 'postgresql://b/x, postgres://c/x?sslmode=require',
    },
    { DATABASE_READ_URL: ['postgresql://b/x', 'postgres://c/x?sslmode=require'], REPLICA_LAG_MS: 5000 },
  ],
  [
    { CORS_ORIGINS: 'https://a.example,https://b.example' },
    { CORS_ORIGINS: ['https://a.example', 'https://b.example'] },
  ],
])('%j sets what it says and leaves the rest open, or closed in production', (environment, expected) => {
  expect(settingsOf(environment)).toMatchObject(expected);
});
