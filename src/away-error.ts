/** Something that an answer needs, such as the database, does not answer or not in time. Later it may. */
export class AwayError extends Error {}
