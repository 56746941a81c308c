import { createHmac, hkdfSync, type KeyObject, timingSafeEqual } from "node:crypto";

/** Cursors in minifb's format, so that all contenders give the same JSON: an id and a MAC over the id and its list. */
export interface Cursors {
  encode(list: string, id: number): string;
  decode(list: string, cursor: string): number | undefined;
}

const macBytes = 16;
const cursorBytes = 24;

export function createCursors(secret: KeyObject): Cursors {
  const key = new Uint8Array(hkdfSync("sha256", secret, "", "minifb cursor", 32));
  const mac = (list: string, id: Buffer) => createHmac("sha256", key).update(`${list}\0`).update(id).digest();

  return {
    encode(list, id) {
      const bytes = Buffer.alloc(cursorBytes);
      bytes.writeBigUInt64BE(BigInt(id));
      mac(list, bytes.subarray(0, 8)).copy(bytes, 8, 0, macBytes);
      return bytes.toString("base64url");
    },
    decode(list, cursor) {
      const bytes = Buffer.from(cursor, "base64url");
      if (bytes.length !== cursorBytes) return undefined;
      const id = bytes.subarray(0, 8);
      if (!timingSafeEqual(mac(list, id).subarray(0, macBytes), bytes.subarray(8))) return undefined;
      return Number(id.readBigUInt64BE());
    },
  };
}
