/** A document of a dump as BSON, which is good until the next is asked for, or why there is none. */
export type Read = { readonly document: Buffer } | { readonly fault: string };
