import { defineConfig } from 'prisma/config';

// Generating the client needs no schema engine, yet the command looks for one and tries to download it.
// Naming any executable keeps `npm ci` working where only the npm registry can be reached.
if (process.argv.includes('generate')) process.env['PRISMA_SCHEMA_ENGINE_BINARY'] ??= process.execPath;

export default defineConfig({ schema: 'prisma/schema.prisma', migrations: { path: 'prisma/migrations' } });
