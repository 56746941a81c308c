/*
 * What members write: words of two languages, as long as people's posts are, most of them short.
 */
const english =
  "today we went to the old harbour and found that nobody had painted boats since last summer so I asked my sister whether she still had a key for it she laughed but then came along with two brushes coffee bread rain stopped early which made everything easier than expected".split(
    " ",
  );
const korean =
  "오늘은 날씨가 좋아서 친구와 함께 강가를 오래 걸었다 저녁에는 집에서 국수를 만들어 먹고 책을 조금 읽었다".split(" ");

export const names = ["Ada Lovelace", "김하나", "Grace Hopper", "이도윤", "Alan Turing", "박서연", "Noether", "최지우"];

/** The same texts at each call. */
export function texts(count: number, median: number, longest: number): readonly string[] {
  const random = generator(count * 7919 + median);
  return Array.from({ length: count }, (_, index) => {
    const words = index % 5 === 4 ? korean : english;
    // Lognormal, by the sum of twelve uniform numbers, which is as good as normal.
    const normal = Array.from({ length: 12 }, random).reduce((sum, value) => sum + value, -6);
    const length = Math.min(longest, Math.max(8, Math.round(median * Math.exp(0.8 * normal))));
    let text = "";
    while (text.length < length) text += `${words[Math.floor(random() * words.length)]} `;
    return `${text.slice(0, length - 1).trim()}.`;
  });
}

/** Numbers in [0, 1), the same for the same seed: mulberry32. */
export function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}
