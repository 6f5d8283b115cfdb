/** Microseconds from 1970 to 2000, from which PostgreSQL counts. */
const EPOCH_MICROS = 946_684_800_000_000n;
const HIGH_HALF = 2 ** 32;
const INT_OID = 23;
const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1');
/** UTF-8 takes at most so many bytes for each unit of a string. */
const BYTES_A_UNIT = 3;

/** Rows in PostgreSQL's binary format of COPY: several times cheaper to write and to read than text. */
export class BinaryRows {
  private bytes = Buffer.allocUnsafeSlow(1 << 16);
  /** Writes numbers faster than a buffer does. */
  private view = new DataView(this.bytes.buffer);
  private length = 0;

  constructor() {
    this.reserve(SIGNATURE.length + 8);
    this.length += SIGNATURE.copy(this.bytes);
    // Neither flags nor a longer header.
    this.put32(0);
    this.put32(0);
  }

  /** Begins a row of so many values. */
  row(values: number): void {
    this.reserve(2);
    this.view.setInt16(this.length, values);
    this.length += 2;
  }

  null(): void {
    this.reserve(4);
    this.put32(-1);
  }

  int(value: number): void {
    this.reserve(8);
    this.put32(4);
    this.put32(value);
  }

  bigint(value: number): void {
    this.reserve(12);
    this.put32(8);
    this.put32(Math.floor(value / HIGH_HALF));
    this.put32(value);
  }

  float(value: number): void {
    this.reserve(12);
    this.put32(8);
    this.view.setFloat64(this.length, value);
    this.length += 8;
  }

  boolean(value: boolean): void {
    this.reserve(5);
    this.put32(1);
    this.view.setUint8(this.length, Number(value));
    this.length += 1;
  }

  /** An instant in microseconds since 1970. */
  instant(micros: bigint): void {
    this.reserve(12);
    this.put32(8);
    this.view.setBigInt64(this.length, micros - EPOCH_MICROS);
    this.length += 8;
  }

  /** Also the label of an enum. */
  text(value: string): void {
    this.reserve(4 + value.length * BYTES_A_UNIT);
    const written = this.bytes.write(value, this.length + 4);
    this.put32(written);
    this.length += written;
  }

  /** An array of integers, none of them null. */
  ints(values: readonly number[]): void {
    this.reserve(24 + values.length * 8);
    const dimensions = values.length > 0 ? 1 : 0;
    this.put32(12 + dimensions * 8 + values.length * 8);
    this.put32(dimensions);
    this.put32(0);
    this.put32(INT_OID);
    if (dimensions === 0) return;
    this.put32(values.length);
    this.put32(1);
    for (const value of values) this.int(value);
  }

  /** All rows. Nothing can be added any more. */
  end(): Buffer<ArrayBuffer> {
    this.row(-1);
    return this.bytes.subarray(0, this.length);
  }

  private put32(value: number): void {
    this.view.setInt32(this.length, value);
    this.length += 4;
  }

  private reserve(bytes: number): void {
    if (this.length + bytes <= this.bytes.length) return;
    const longer = Buffer.allocUnsafeSlow((this.length + bytes) * 2);
    this.bytes.copy(longer, 0, 0, this.length);
    this.bytes = longer;
    this.view = new DataView(longer.buffer);
  }
}
