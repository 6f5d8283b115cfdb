import { createContext } from 'react';

/** The token of this session, for what is asked beside GraphQL. */
export const TokenContext = createContext('');
