import { GraphQLError, Kind, type ValueNode } from 'graphql';
import { formatInstant, parseInstant } from '../period/instant.ts';
import { timeZoneOf } from '../period/zone.ts';
import { builder } from './builder.ts';

builder.scalarType('DateTime', {
  description:
    'An instant. Input: ISO 8601 with an offset or Z; a date without a time or a time without an offset is refused. Output: UTC, RFC 3339 with Z and no fraction unless there is one.',
  serialize: formatInstant,
  ...readText(
    parseInstant,
    'A DateTime is an ISO 8601 instant with an offset or Z, such as 2026-01-31T00:00:00Z.',
  ),
});

builder.scalarType('TimeZone', {
  description: 'An IANA time zone name, such as America/Chicago. Anything else is refused.',
  serialize: (name) => name,
  ...readText(timeZoneOf, 'A TimeZone is an IANA time zone name, such as America/Chicago.'),
});

/** How a scalar that is written as a text is read from variables and from documents; `rule` is the error's message. */
function readText<T>(parse: (text: string) => T | undefined, rule: string) {
  const read = (value: unknown, node: ValueNode | null): T => {
    const parsed = typeof value === 'string' ? parse(value) : undefined;
    if (parsed === undefined) throw new GraphQLError(rule, { nodes: node });
    return parsed;
  };
  return {
    parseValue: (value: unknown) => read(value, null),
    parseLiteral: (node: ValueNode) => read(node.kind === Kind.STRING ? node.value : undefined, node),
  };
}
