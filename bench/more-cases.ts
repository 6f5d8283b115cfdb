import { casesOf, type Kind, type Sources } from './cases.ts';
import * as documents from './documents.ts';
import * as more from './floor/more.ts';
import type { Case } from './measure.ts';
import type { QuestionFilter } from './question.ts';

const monthAndYear = { lengths: ['month', 'year'] } as const;

/** The reports of agents, teams and times; how things stand now is asked of no period, and so once a filter. */
const moreKinds: readonly Kind[] = [
  { name: 'activityReport', document: documents.activityDocument, floor: [more.activity], ...monthAndYear },
  {
    name: 'responseTimesReport',
    document: documents.responseTimesDocument,
    floor: [more.responseTimes],
    ...monthAndYear,
  },
  {
    name: 'breakdownReport by user',
    document: documents.breakdownByUserDocument,
    floor: [more.breakdownByUser],
    ...monthAndYear,
  },
  {
    name: 'busyTimesReport',
    document: documents.busyTimesDocument,
    floor: [more.busyTimes],
    ...monthAndYear,
  },
  {
    name: 'satisfactionReport',
    document: documents.satisfactionDocument,
    floor: [more.satisfaction],
    ...monthAndYear,
  },
  {
    name: 'workloadReport',
    document: documents.workloadDocument,
    floor: [more.workload],
    lengths: ['month'],
  },
  {
    name: 'workloadReport by tag',
    document: documents.workloadByTagDocument,
    floor: [more.workloadByTag],
    lengths: ['month'],
  },
];

/** The newer reports over a month and a year, with no filter, a mailbox, a type, and a tag, by which nothing of them is counted ahead. */
export function moreCases(sources: Sources): Case[] {
  const { mailbox, tag } = sources.subject;
  const filters: [string, QuestionFilter][] = [
    ['no filter', {}],
    ['a mailbox', { mailbox }],
    ['a type', { type: 'email' }],
    ['a tag', { tag }],
  ];
  return casesOf(sources, moreKinds, filters);
}
