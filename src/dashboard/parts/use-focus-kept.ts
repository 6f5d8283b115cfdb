import { type RefObject, useLayoutEffect, useRef } from 'react';

interface FocusKept {
  readonly heading: RefObject<HTMLHeadingElement | null>;
  readonly onFocus: () => void;
  readonly onBlur: () => void;
}

/** Where what has the focus gives way to another state of its part, the part's heading gets it: whoever uses keys stays there. */
export function useFocusKept(state: string): FocusKept {
  const heading = useRef<HTMLHeadingElement>(null);
  const isInside = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what has the focus is only lost where the state is another one.
  useLayoutEffect(() => {
    if (isInside.current && document.activeElement === document.body) heading.current?.focus();
  }, [state]);
  return {
    heading,
    onFocus: () => {
      isInside.current = true;
    },
    onBlur: () => {
      isInside.current = false;
    },
  };
}
