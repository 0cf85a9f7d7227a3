/** Largest number of half precision. */
export const LARGEST_FLOAT16 = 65504;

const ratio = new Float32Array(1);
const bits = new Uint32Array(ratio.buffer);

/** Bits of the half-precision number (IEEE 754 binary16) nearest to each value; of two equally near ones the even one. */
export function toFloat16(values: Float32Array): Uint16Array {
  return Uint16Array.from(values, nearestHalf);
}

function nearestHalf(value: number): number {
  ratio[0] = value;
  const sign = (bits[0]! >>> 16) & 0x8000;
  const size = Math.abs(value);
  if (size > LARGEST_FLOAT16) throw new RangeError(`Expected at most ${LARGEST_FLOAT16}, got ${value}.`);
  // Below the smallest normal number steps are 2⁻²⁴; from there on there are 1024 between powers of two.
  const exponent = Math.max(Math.floor(Math.log2(size || 2 ** -24)), -14);
  const mantissa = toEven(size / 2 ** (exponent - 10));
  // A mantissa that was rounded up to the next power of two carries over into the exponent by itself.
  return sign | (((exponent + 14) << 10) + mantissa);
}

function toEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  return below + (rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? 1 : 0);
}
