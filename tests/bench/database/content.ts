/*
 * Sample content in two languages, with the length distribution of real posts: most are short.
 */
const english =
  "today we went to the old harbour and found that nobody had painted boats since last summer so I asked my sister whether she still had a key for it she laughed but then came along with two brushes coffee bread rain stopped early which made everything easier than expected".split(
    " ",
  );
const korean =
  "오늘은 날씨가 좋아서 친구와 함께 강가를 오래 걸었다 저녁에는 집에서 국수를 만들어 먹고 책을 조금 읽었다".split(" ");

export const names = ["Ada Lovelace", "김하나", "Grace Hopper", "이도윤", "Alan Turing", "박서연", "Noether", "최지우"];

/** Deterministic for its parameters. */
export function sampleTexts(count: number, median: number, maxLength: number): readonly string[] {
  const random = seededRandom(count * 7919 + median);
  return Array.from({ length: count }, (_, index) => {
    const words = index % 5 === 4 ? korean : english;
    // Lognormal length: the sum of twelve uniform numbers approximates a normal distribution.
    const normal = Array.from({ length: 12 }, random).reduce((sum, value) => sum + value, -6);
    const length = Math.min(maxLength, Math.max(8, Math.round(median * Math.exp(0.8 * normal))));
    let text = "";
    while (text.length < length) text += `${words[Math.floor(random() * words.length)]} `;
    return `${text.slice(0, length - 1).trim()}.`;
  });
}

/** mulberry32: numbers in [0, 1), deterministic for a seed. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}
