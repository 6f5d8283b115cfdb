/**
 * So many conversations are looked up and sorted for a page. Of 1,000,000 these are one in 200: a page of 100 in an index's order passes
 * over 20,000, which takes longer in some orders and less in others.
 */
export const mostFew = 5_000;
