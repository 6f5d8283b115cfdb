import { createContext, useContext } from 'react';
import { type Formats, formatsOf } from './formats.ts';

export const FormatsContext = createContext<Formats>(formatsOf(navigator.language, 'UTC'));

export function useFormats(): Formats {
  return useContext(FormatsContext);
}
