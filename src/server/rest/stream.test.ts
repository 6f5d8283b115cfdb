import { expect, test, vi } from 'vitest';
import { streamOf } from './stream.ts';

/** A download of endless parts, whose client is given up after some milliseconds, and what it told. */
function endless(patience: number) {
  const told = { done: vi.fn(), failed: vi.fn(() => true) };
  const more = vi.fn(async () => 'more');
  const gone = new AbortController();
  const sending = { milliseconds: 1000, patience, sharer: 'a token', gone: gone.signal, ...told };
  return { ...told, more, gone, stream: streamOf('first', more, sending) };
}

test('a client who takes nothing any more is given up, once', async () => {
  const { stream, more, done, failed } = endless(50);
  const reader = stream.getReader();
  expect(new TextDecoder().decode((await reader.read()).value)).toBe('first');
  await vi.waitFor(() => expect(failed).toHaveBeenCalledTimes(1));
  expect(failed).toHaveBeenCalledWith(
    expect.objectContaining({ message: 'the client of a download takes no more of it' }),
  );
  await reader.cancel();
  expect(done).not.toHaveBeenCalled();
  expect(more).toHaveBeenCalledTimes(1);
});

test('a client who takes part after part is not, however long that takes', async () => {
  const { stream, failed, gone, done } = endless(400);
  const reader = stream.getReader();
  for (let part = 0; part < 12; part++) {
    await reader.read();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(failed).not.toHaveBeenCalled();
  gone.abort();
  expect(done).toHaveBeenCalledTimes(1);
  await reader.cancel();
});
