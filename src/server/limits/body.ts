/** The whole of a body; null as soon as it has more than so many bytes. */
export async function readWithin(body: AsyncIterable<Uint8Array>, bytes: number): Promise<Buffer | null> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.byteLength;
    if (length > bytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
