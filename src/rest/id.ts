const decimal = /^[1-9]\d{0,15}$/;

/** An id of the source as its clients know it: a number where it is one, a text otherwise. */
export function printedId(id: string): number | string {
  const number = Number(id);
  return decimal.test(id) && number <= Number.MAX_SAFE_INTEGER ? number : id;
}
